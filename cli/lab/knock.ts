import type { Knock } from '../core/index.js';
import { execIn } from './docker.js';

const SECONDS = 1;
/** Connects, says something and waits for one byte: a paused server's kernel still accepts connections. */
const SCRIPT = `exec 3<>"/dev/tcp/$1/$2" && printf %b "$3" >&3 && read -r -n 1 -u 3 -t ${SECONDS}`;

/** What is knocked at. */
export interface Door {
  readonly address: string;
  readonly port: number;
  /** Bytes to which the server answers something; empty where it speaks first. */
  readonly greeting: string;
}

/** What is seen on the wire from inside another container. */
export async function knockFrom(container: string, { address, port, greeting }: Door): Promise<Knock> {
  const target = [address, String(port), greeting.replaceAll('\r\n', '\\r\\n')];
  const command = ['timeout', String(SECONDS), 'bash', '-c', SCRIPT, 'knock', ...target];
  const { exitCode, output } = await execIn(container, command);
  if (exitCode === 0) return 'answers';
  return /refused/.test(output) ? 'refuses' : 'silent';
}
