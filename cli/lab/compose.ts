import { execa } from 'execa';
import { EXIT, LabError } from '../core/index.js';
import type { Progress } from './images.js';
import { portTaken } from './ports.js';
import { whyNoDocker } from './setup/index.js';

/**
 * Runs `docker compose` on a rendered file.
 * @param signal aborted meanwhile, its reason is thrown once Compose has ended.
 * @throws LabError exit 3 with what Compose said last.
 */
export async function compose(
  file: string,
  args: readonly string[],
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  const run = execa('docker', ['compose', '--progress', 'plain', '--file', file, ...args], {
    all: true,
    reject: false,
    stdin: 'ignore',
    // Away from the terminal's Ctrl-C: what the engine was asked for half way could not be found and removed again.
    detached: true,
  });
  const lines: string[] = [];
  for await (const line of run.iterable({ from: 'all' })) {
    lines.push(line);
    progress(line.trim());
  }
  const { exitCode } = await run;
  signal?.throwIfAborted();
  if (exitCode === 0) return;
  const port = /(?:Bind for|listen tcp4?) [\d.]+:(\d+)/.exec(lines.join('\n'))?.[1];
  if (port) throw portTaken(Number(port));
  const missing = await whyNoDocker();
  if (missing) throw missing;
  throw new LabError({
    subject: `docker compose ${args[0]}`,
    reason: `ended with status ${exitCode}`,
    hint: 'The lines below are what it said last; `lab down` removes what is left.',
    exitCode: EXIT.environment,
    details: lines.slice(-10),
  });
}
