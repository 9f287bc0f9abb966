import { constants } from 'node:os';
import { execa } from 'execa';
import { EXIT, LabError, type Role } from '../core/index.js';
import { containerName } from './labels.js';
import type { RunningLab } from './running-lab.js';
import { whyNoDocker } from './setup/index.js';

export interface ExecOptions {
  /** Name or number, with `:group` where wanted; default: the image's. */
  readonly user?: string | undefined;
  /** stdin and stdout are both a terminal. */
  readonly tty: boolean;
}

/**
 * Runs a command, given as a list, in the container of a role, with this process' stdin, stdout and stderr.
 * @returns the command's exit code; Docker's own for one that cannot be run (126, 127); 130 after Ctrl-C.
 * @throws LabError exit 3 where the container does not run.
 */
export async function execOn(
  lab: RunningLab,
  role: Role,
  command: readonly string[],
  { user, tty }: ExecOptions,
): Promise<number> {
  const state = await lab.containerState(role);
  if (state !== 'running') throw await notRunning(lab, role, state);
  // On a terminal of its own the command hears Ctrl-C itself. Without one Docker's client ends, and says that all is well.
  let interrupted = false;
  const onInterrupt = () => {
    interrupted = true;
  };
  process.on('SIGINT', onInterrupt);
  try {
    const flags = ['--interactive', ...(tty ? ['--tty'] : []), ...(user ? ['--user', user] : [])];
    const ended = await execa('docker', ['exec', ...flags, containerName(lab.name, role), ...command], {
      stdio: 'inherit',
      reject: false,
    });
    if (interrupted) return EXIT.interrupted;
    if (ended.exitCode !== undefined) return ended.exitCode;
    if (ended.signal !== undefined) return 128 + constants.signals[ended.signal];
    throw (await whyNoDocker()) ?? ended;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

async function notRunning(lab: RunningLab, role: Role, state: string): Promise<LabError> {
  const faults = (await lab.journal.entries()).filter((entry) => entry.role === role);
  const named = lab.name === 'lab' ? '' : ` --name ${lab.name}`;
  return new LabError({
    subject: role,
    reason: `its container is ${state}`,
    hint:
      faults.length > 0
        ? `That is the fault ${faults.map(({ fault }) => fault).join(', ')}; \`lab heal${named}\` undoes it.`
        : `\`lab up${named}\` brings it back.`,
    exitCode: EXIT.environment,
  });
}
