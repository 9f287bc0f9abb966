import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { findStrategy } from '../../cli/catalog/index.js';
import type { Run } from '../../cli/core/index.js';
import { openLab, PACKAGE_ROOT, type RunningLab, takeDown } from '../../cli/lab/index.js';

/** One lab for all tests that do not ask for one of their own; its name tells it from a user's. */
export const NAME = `test-${process.pid}`;

/** The lab with all strategies. */
export const WHOLE = `${NAME}-all`;

export interface Called {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: Promise<string> | undefined;
export const stateDir = (): Promise<string> => {
  folder ??= mkdtemp(join(tmpdir(), 'session-lab-test-'));
  return folder;
};

/** Runs `lab` as a user would, with a state folder of the tests. */
export async function lab(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Called> {
  const { exitCode = -1, stdout, stderr } = await start(args, await stateDir(), env);
  return { exitCode, stdout, stderr };
}

/** The same, while it runs. */
export const start = (args: readonly string[], dir: string, env: Readonly<Record<string, string>> = {}) =>
  execa(process.execPath, [MAIN, ...args], {
    reject: false,
    stdin: 'ignore',
    env: { LAB_DIR: dir, CI: '1', ...env },
  });

/** The shared lab with the demo strategies, up. */
export async function sharedLab(): Promise<RunningLab> {
  const { exitCode, stderr } = await lab(['up', '--name', NAME, ...STRATEGY_FLAGS, '--backends', '3']);
  if (exitCode !== 0) throw new Error(`lab up: ${stderr}`);
  return (await openLab(await stateDir(), NAME, findStrategy))!;
}

/** A lab with every strategy of the catalogue, up. */
export async function wholeLab(): Promise<RunningLab> {
  const { exitCode, stderr } = await lab(['up', '--name', WHOLE, '--strategy', 'all', '--backends', '3']);
  if (exitCode !== 0) throw new Error(`lab up: ${stderr}`);
  return (await openLab(await stateDir(), WHOLE, findStrategy))!;
}

export const STRATEGIES = ['none', 'redis', 'ip-hash', 'consistent-hash', 'cookie-sealed'];
const STRATEGY_FLAGS = STRATEGIES.flatMap((id) => ['--strategy', id]);

export const MAIN = join(PACKAGE_ROOT, 'dist', 'cli', 'main.js');

/** Runs scenarios in the shared lab; the saved run as `--json` prints it. */
export async function run(
  args: readonly string[],
  name = NAME,
): Promise<{ readonly exitCode: number; readonly run: Run; readonly stderr: string }> {
  const { exitCode, stdout, stderr } = await lab(['run', '--name', name, '--json', ...args]);
  return { exitCode, run: JSON.parse(stdout) as Run, stderr };
}

export const verdicts = ({ cells }: Run, scenario: string): Record<string, string> =>
  Object.fromEntries(
    cells.filter((cell) => cell.scenario === scenario).map((cell) => [cell.strategy, cell.verdict]),
  );

after(async () => {
  if (!folder) return;
  await Promise.all([NAME, WHOLE].map((name) => takeDown({ name }, () => {})));
  await rm(await folder, { recursive: true, force: true });
});
