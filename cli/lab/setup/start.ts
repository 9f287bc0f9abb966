import { readFile, rm } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { execa } from 'execa';
import { EXIT, LabError } from '../../core/index.js';
import { poll } from '../poll.js';
import { SBIN } from './look.js';
import { askSocket } from './socket.js';
import { DAEMON_LOG } from './steps.js';

const DEADLINE_MS = 60_000;

const answers = async () => (await askSocket()).state === 'answers';

/**
 * Starts Docker's service, unless installing it has done so.
 * @throws LabError exit 3 with the service's last lines.
 */
export async function startService(): Promise<void> {
  if (await answers()) return;
  const { exitCode } = await execa('systemctl', ['start', 'docker'], { reject: false, stdin: 'ignore' });
  if (exitCode === 0 && (await poll(answers, Boolean, { deadlineMs: DEADLINE_MS }))) return;
  const { all } = await execa('systemctl', ['status', 'docker', '--no-pager', '--full', '--lines=12'], {
    all: true,
    reject: false,
  });
  throw notStarted(
    'does not answer after `systemctl start docker`',
    lastLines(all ?? ''),
    '`journalctl -u docker`',
  );
}

/**
 * Starts a daemon that outlives the CLI, unless one is starting already.
 * @throws LabError exit 3 with the last lines of its log.
 */
export async function startDaemon(): Promise<void> {
  if (await answers()) return;
  if (await isOrWasStale('/var/run/docker.pid', 'dockerd')) {
    await isOrWasStale('/var/run/docker/containerd/containerd.pid', 'containerd');
    await spawnDaemon();
  } else if (!(await poll(answers, Boolean, { deadlineMs: DEADLINE_MS }))) {
    throw notStarted('is running and does not answer', await logSince(0));
  }
}

async function spawnDaemon(): Promise<void> {
  const logged = (await logText()).length;
  // The shell gives the log to the daemon as its own file: a pipe would break when the CLI ends.
  const daemon = execa('sh', ['-c', 'exec dockerd >>"$0" 2>&1', DAEMON_LOG], {
    detached: true,
    cleanup: false,
    reject: false,
    cwd: '/',
    stdio: 'ignore',
    env: { PATH: [process.env['PATH'] ?? '', ...SBIN].join(delimiter) },
  });
  daemon.unref();
  let ended: string | undefined;
  void daemon.then(({ exitCode, shortMessage }) => {
    ended = exitCode === undefined ? String(shortMessage) : `ended at once, with status ${exitCode}`;
  });
  await poll(async () => ended !== undefined || (await answers()), Boolean, { deadlineMs: DEADLINE_MS });
  if (await answers()) return;
  throw notStarted(ended ?? `does not answer after ${DEADLINE_MS / 1000} s`, await logSince(logged));
}

/** A pid file whose number now belongs to nobody or to another program keeps a new daemon from starting. */
async function isOrWasStale(pidFile: string, command: string): Promise<boolean> {
  const pid = (await readFile(pidFile, 'utf8').catch(() => '')).trim();
  const holder = pid && (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
  if (holder === command) return false;
  await rm(pidFile, { force: true });
  return true;
}

const logText = () => readFile(DAEMON_LOG, 'utf8').catch(() => '');

const logSince = async (start: number) => lastLines((await logText()).slice(start));

const lastLines = (text: string) => text.split('\n').filter(Boolean).slice(-12);

const notStarted = (reason: string, details: readonly string[], where = DAEMON_LOG) =>
  new LabError({
    subject: 'Docker daemon',
    reason,
    hint: `Its last lines are here; more is in ${where}. Start it by hand, then run \`lab setup\` again.`,
    exitCode: EXIT.environment,
    details,
  });
