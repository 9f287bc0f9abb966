import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, LabError, messageOf, type Strategy } from '../core/index.js';
import { lastLog, serversOf } from './docker.js';
import { get, type Reply } from './http.js';
import { containerName, ROLE_LABEL } from './labels.js';
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
/** For how long errors, and silence, must last to be believed. */
const BAD_MS = { error: 10_000, silence: 20_000 } as const;
const WATCH_MS = 500;

/**
 * Waits until every strategy answers at its own URL and on every backend, with the session module that it should have.
 * @throws LabError exit 3: a module that is another one, or no good answer within the deadline.
 */
export async function probe(doors: Doors, deadlineMs: number): Promise<void> {
  const { strategies, backends } = doors;
  const direct = strategies.flatMap((strategy) =>
    backends.map((role): Door => ({ host: `${role}.${strategy.id}.localhost`, role, strategy })),
  );
  const balanced = strategies.map(
    (strategy): Door => ({ host: `${strategy.id}.localhost`, role: 'nginx', strategy }),
  );
  // Not asked before every backend answers: nginx would count failures, and leave backends out for a while.
  for (const some of [direct, balanced]) await openAll(some, doors, deadlineMs);
}

async function openAll(some: readonly Door[], doors: Doors, deadlineMs: number): Promise<void> {
  const failed = new AbortController();
  const over = new AbortController();
  const opened = some.map((door) => open(door, doors, deadlineMs, failed.signal));
  const alive = nobodyEnds(doors.lab, over.signal);
  try {
    await Promise.race([Promise.all(opened), alive]);
  } catch (error) {
    failed.abort();
    throw error;
  } finally {
    over.abort();
    await Promise.allSettled([...opened, alive]);
  }
}

/** Rejects as soon as a container of the lab has ended by itself; its server will answer nobody any more. */
async function nobodyEnds(lab: string, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const ended = (await serversOf(lab)).find(({ State }) => State === 'exited');
    if (ended) {
      const role = ended.Labels[ROLE_LABEL];
      throw new LabError({
        subject: `${role} of lab ${lab}`,
        reason: `has ended (${ended.Status})`,
        hint: "The lines below are the last ones of its log. See the strategy's configuration.",
        exitCode: EXIT.environment,
        details: await lastLog(ended.Id),
      });
    }
    await sleep(WATCH_MS, undefined, { signal: over }).catch(() => {});
  }
}

/** What came back from a door. */
interface Answer {
  readonly status: number;
  readonly module?: unknown;
  readonly backend?: unknown;
  /** A clause: what is wrong with it. */
  readonly trouble: string;
}

/** Gives up as soon as another door has failed. */
async function open(door: Door, doors: Doors, deadlineMs: number, failed: AbortSignal): Promise<void> {
  const answer = await knock(door, doors.port, deadlineMs, failed);
  if (failed.aborted) return;
  if (answer.status !== 200) throw await noGoodAnswer(door, doors.lab, answer);
  if (answer.module === door.strategy.store.module) return;
  throw new LabError({
    subject: `${door.strategy.id} on ${door.role}`,
    reason: `keeps sessions by ${JSON.stringify(answer.module)}, and should by ${JSON.stringify(door.strategy.store.module)}`,
    hint: `See the settings in the virtual host of ${door.strategy.id}: they did not take effect.`,
    exitCode: EXIT.environment,
  });
}

/** Asks until the answer is good. A server that is not there yet refuses; one that answers with errors, or takes requests
 * and says nothing, has what it needs or will not get it, and is not waited for until the deadline. */
async function knock(door: Door, port: number, deadlineMs: number, failed: AbortSignal): Promise<Answer> {
  let bad: { readonly kind: keyof typeof BAD_MS; readonly since: number } | undefined;
  const ask = async (): Promise<Answer> => {
    const answer = await get(port, door.host, '/me', TRY_MS).then(read, silent);
    const kind = kindOf(answer);
    if (kind !== bad?.kind) bad = kind && { kind, since: performance.now() };
    return answer;
  };
  const over = ({ status }: Answer) =>
    status === 200 ||
    failed.aborted ||
    (bad !== undefined && performance.now() - bad.since > BAD_MS[bad.kind]);
  return poll(ask, over, { deadlineMs });
}

const silent = (error: Error): Answer => ({
  status: 0,
  trouble: error.name === 'AbortError' ? `no answer within ${TRY_MS / 1000} s` : messageOf(error),
});

/** The shop itself says that it cannot; or nobody says anything. */
function kindOf({ status, backend, trouble }: Answer): keyof typeof BAD_MS | undefined {
  if (status >= 500 && backend !== undefined) return 'error';
  return trouble.startsWith('no answer') ? 'silence' : undefined;
}

function read({ status, headers, body }: Reply): Answer {
  const said = /"error":\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1];
  return {
    status,
    module: headers['x-session-module'],
    backend: headers['x-backend'],
    trouble: said ? `status ${status}: ${JSON.parse(`"${said}"`)}` : `status ${status}`,
  };
}

async function noGoodAnswer({ strategy, role }: Door, lab: string, answer: Answer): Promise<LabError> {
  // Where nginx passed on a backend's answer, the backend's log says why.
  const speaker = typeof answer.backend === 'string' ? answer.backend : role;
  return new LabError({
    subject: `${strategy.id} on ${role}`,
    reason: `gave no good answer (${answer.trouble})`,
    hint: `The lines below are the last ones of ${speaker}'s log. See the strategy's configuration, and its store.`,
    exitCode: EXIT.environment,
    details: await lastLog(containerName(lab, speaker)),
  });
}
