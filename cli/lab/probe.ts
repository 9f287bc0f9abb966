import { EXIT, LabError, messageOf, type Strategy } from '../core/index.js';
import { lastLog } from './docker.js';
import { get } from './http.js';
import { containerName } from './labels.js';
import { poll } from './poll.js';

/** One door to knock at: a strategy's own URL, or its virtual host on one backend. */
interface Door {
  readonly host: string;
  readonly role: string;
  readonly strategy: Strategy;
}

interface Doors {
  readonly lab: string;
  readonly port: number;
  readonly strategies: readonly Strategy[];
  readonly backends: readonly string[];
}

const TRY_MS = 5_000;

/**
 * Waits until every strategy answers at its own URL and on every backend, with the session module that it should have.
 * @throws LabError exit 3: a module that is another one, or no good answer within the deadline.
 */
export async function probe(doors: Doors, deadlineMs: number): Promise<void> {
  const all = doors.strategies.flatMap((strategy): Door[] => [
    ...doors.backends.map((role) => ({ host: `${role}.${strategy.id}.localhost`, role, strategy })),
    { host: `${strategy.id}.localhost`, role: 'nginx', strategy },
  ]);
  const failed = new AbortController();
  await Promise.all(
    all.map((door) =>
      open(door, doors, deadlineMs, failed.signal).catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    ),
  );
}

/** Gives up as soon as another door has failed. */
async function open(
  door: Door,
  { lab, port }: Doors,
  deadlineMs: number,
  failed: AbortSignal,
): Promise<void> {
  const ask = () =>
    get(port, door.host, '/me', TRY_MS).then(
      ({ status, headers }) => ({ status, module: headers['x-session-module'], trouble: `status ${status}` }),
      (error) => ({ status: 0, module: undefined, trouble: messageOf(error) }),
    );
  const answer = await poll(ask, ({ status }) => status === 200 || failed.aborted, { deadlineMs });
  if (failed.aborted) return;
  if (answer.status !== 200) {
    throw new LabError({
      subject: `${door.strategy.id} on ${door.role}`,
      reason: `gave no good answer within ${deadlineMs / 1000} s (${answer.trouble})`,
      hint: `The lines below are the last ones of ${door.role}'s log; \`lab status\` shows the rest.`,
      exitCode: EXIT.environment,
      details: await lastLog(containerName(lab, door.role)),
    });
  }
  if (answer.module !== door.strategy.store.module) {
    throw new LabError({
      subject: `${door.strategy.id} on ${door.role}`,
      reason: `keeps sessions by ${JSON.stringify(answer.module)}, and should by ${JSON.stringify(door.strategy.store.module)}`,
      hint: `See php-app/vhosts/${door.strategy.id}.conf: its settings did not take effect.`,
      exitCode: EXIT.environment,
    });
  }
}
