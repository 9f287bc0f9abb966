import { EXIT, LabError, messageOf, type StoreServer } from '../core/index.js';
import { docker, execIn, lastLog } from './docker.js';
import { poll } from './poll.js';

/**
 * Waits until a store server is ready: `lab-store ready` logs in and asks for something.
 * @throws LabError exit 3 with the last lines of its log, at once where its container has ended.
 */
export async function awaitStore(
  container: string,
  { role, user }: StoreServer,
  deadlineMs: number,
): Promise<void> {
  const ask = async () => {
    const { State } = await docker.getContainer(container).inspect();
    if (State.Status === 'exited')
      return { over: true, ready: false, said: `ended with status ${State.ExitCode}` };
    const { exitCode, output } = await execIn(container, ['lab-store', 'ready'], user).catch(
      (error: unknown) => ({
        exitCode: -1,
        output: messageOf(error),
      }),
    );
    return { over: exitCode === 0, ready: exitCode === 0, said: output.split('\n').at(-1) ?? '' };
  };
  const { over, ready, said } = await poll(ask, (answer) => answer.over, { deadlineMs });
  if (ready) return;
  throw new LabError({
    subject: `store server ${role}`,
    reason: over ? said : `was not ready within ${deadlineMs / 1000} s${said && ` (${said})`}`,
    hint: `The lines below are the last ones of its log; \`lab logs ${role}\` shows the rest while the lab is up.`,
    exitCode: EXIT.environment,
    details: await lastLog(container),
  });
}
