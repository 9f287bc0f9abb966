import { execa } from 'execa';
import { EXIT, LabError } from '../../core/index.js';
import { poll } from '../poll.js';

const LOCK_WAIT_S = 120;

const OPTIONS = ['-y', '-q', '-o', `DPkg::Lock::Timeout=${LOCK_WAIT_S}`];

const ENV = {
  DEBIAN_FRONTEND: 'noninteractive',
  // Services of the user's own are not restarted for our packages.
  NEEDRESTART_MODE: 'l',
  // Its messages are read below.
  LC_ALL: 'C.UTF-8',
};

interface Ended {
  readonly ok: boolean;
  readonly output: readonly string[];
}

async function apt(...args: string[]): Promise<Ended> {
  const { exitCode, all, message } = await execa('apt-get', [...OPTIONS, ...args], {
    all: true,
    reject: false,
    stdin: 'ignore',
    env: ENV,
  });
  return { ok: exitCode === 0, output: (all || message || '').split('\n').filter((line) => line.trim()) };
}

const says = (ended: Ended, what: RegExp) => !ended.ok && ended.output.some((line) => what.test(line));

/**
 * Fetches the package lists. A source of the user's that fails does not matter as long as Docker's packages are found:
 * what it said is returned, for the case that they are not.
 */
export async function aptUpdate(progress: (line: string) => void): Promise<readonly string[]> {
  // apt waits for dpkg's lock by itself, and for that of the lists not at all.
  const update = (...args: string[]) =>
    poll(
      () => apt(...args, 'update'),
      (ended) => !says(ended, /Could not get lock/),
      { deadlineMs: LOCK_WAIT_S * 1000, pauseMs: 1000 },
    );
  const first = await update();
  if (!says(first, /is expired|no longer valid/)) return failureOf(first, progress);
  progress("the mirror's Release file has expired: taking it all the same");
  return failureOf(await update('-o', 'Acquire::Check-Valid-Until=false'), progress);
}

function failureOf(ended: Ended, progress: (line: string) => void): readonly string[] {
  if (ended.ok) return [];
  progress('apt-get update failed for some source: going on with the lists there are');
  return ended.output.filter((line) => /^[EW]:/.test(line));
}

/**
 * Installs these packages and what they depend on.
 * @throws LabError exit 3 with apt's last lines, those of a failed update before them.
 */
export async function aptInstall(packages: readonly string[], updateSaid: readonly string[]): Promise<void> {
  const ended = await apt('install', '--no-install-recommends', ...packages);
  if (ended.ok) return;
  throw new LabError({
    subject: `apt-get install ${packages.join(' ')}`,
    reason: 'failed',
    hint: 'Make it work by hand (its last lines are below), then run `./lab setup` again.',
    exitCode: EXIT.environment,
    details: [...updateSaid.slice(-4), ...ended.output.slice(-8)],
  });
}
