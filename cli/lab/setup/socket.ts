import { request } from 'node:http';
import type { Daemon } from './facts.js';

/** Where this machine's own daemon listens. */
export const SOCKET = '/var/run/docker.sock';

/** Asks the daemon behind a socket for its version, without a client. */
export function askSocket(socketPath = SOCKET): Promise<Daemon> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/version', timeout: 3000 }, async (answer) => {
      try {
        const text = (await answer.setEncoding('utf8').toArray()).join('');
        resolve({ state: 'answers', version: JSON.parse(text).Version });
      } catch {
        resolve({ state: 'silent' });
      }
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ state: error.code === 'EACCES' ? 'forbidden' : 'silent' }),
    );
    asked.end();
  });
}
