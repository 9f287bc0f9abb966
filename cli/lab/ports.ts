import { createServer } from 'node:net';
import { EXIT, LabError } from '../core/index.js';

export const LOOPBACK = '127.0.0.1';
const FIRST_PORT = 8080;
const LAST_PORT = 8999;

/** Can this port of the loopback address be listened on now? */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * The wanted port, or the first free one.
 * @throws LabError exit 3 where the wanted port is taken.
 */
export async function freePort(wanted: number | undefined, not: readonly number[] = []): Promise<number> {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted;
    throw portTaken(wanted);
  }
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    if (!not.includes(port) && (await isFree(port))) return port;
  }
  throw new LabError({
    subject: `ports ${FIRST_PORT} to ${LAST_PORT}`,
    reason: 'are all taken',
    hint: 'Choose one with --port.',
    exitCode: EXIT.environment,
  });
}

export const portTaken = (port: number): LabError =>
  new LabError({
    subject: `port ${port}`,
    reason: 'is taken by another process',
    hint: 'Choose another one with --port, or leave --port out: the lab then takes the first free one.',
    exitCode: EXIT.environment,
  });
