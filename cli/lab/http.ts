import { request } from 'node:http';
import { LOOPBACK } from './ports.js';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One GET to a published port of the lab, for a host that no DNS needs to know. Rejects after the deadline. */
export function get(port: number, host: string, path: string, deadlineMs: number): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: LOOPBACK,
        port,
        path,
        headers: { host, accept: 'application/json' },
        signal: AbortSignal.timeout(deadlineMs),
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    req.on('error', reject);
    req.end();
  });
}
