import { groupBy, type Operation, type Person, type StrategyEvidence } from '../core/index.js';

/** What became of one visitor. */
export interface Visit {
  readonly person: Person;
  readonly operations: readonly Operation[];
  readonly started: boolean;
  /** Answers after the login that named a guest, or somebody else. */
  readonly guest: readonly Operation[];
  readonly other: readonly Operation[];
  /** Such answers before the fault, and the last one there where it lacked his cart and counter. */
  readonly wrongBeforeFault: readonly Operation[];
  readonly keptDuring: boolean;
  /** undefined: no answer after settling, so nobody knows. */
  readonly keptAfter: boolean | undefined;
  /** Answers after settling that were not this user with this cart and counter. */
  readonly wrongAfter: readonly Operation[];
  readonly lostWrites: number;
}

/** Reads the operations of one strategy as the visits of its people. */
export function survey({ people, operations, injectedAt }: StrategyEvidence): Visit[] {
  const byVisitor = groupBy(operations, (op) => op.visitor);
  return people.map((person) => visit(person, byVisitor.get(person.number) ?? [], injectedAt));
}

function visit(person: Person, operations: readonly Operation[], injectedAt: number | undefined): Visit {
  const login = operations.find((op) => op.writes === 'login' && op.outcome === 'ok');
  const answers = login ? operations.filter((op) => op.t > login.t && op.user !== undefined) : [];
  const guest = answers.filter((op) => op.user === null);
  // The login's own answer counts here: it may already greet somebody else.
  const greeted = login?.user ? [login, ...answers] : answers;
  const other = greeted.filter((op) => op.user !== null && op.user !== person.user);
  const before = injectedAt === undefined ? [] : greeted.filter((op) => op.t < injectedAt);
  const during = answers.filter((op) => op.phase === (injectedAt === undefined ? 'calm' : 'fault'));
  const after = answers.filter((op) => op.phase === 'after');
  const wrongAfter = after.filter((op) => op.user !== person.user || !hasAllWrites(op, operations));
  return {
    person,
    operations,
    started: login !== undefined,
    guest,
    other,
    wrongBeforeFault: before.filter(
      (op, i) => op.user !== person.user || (i === before.length - 1 && !hasAllWrites(op, operations)),
    ),
    keptDuring: during.length > 0 && during.every((op) => op.user === person.user),
    keptAfter: after.length === 0 ? undefined : wrongAfter.length === 0,
    wrongAfter,
    lostWrites: lostIn(after.at(-1), person, operations),
  };
}

type Tally = 'cart' | 'counter';

/** How many writes must, and how many may, be there when this answer is given. A write that failed or got no answer may
 * have been done; one that was sent again may have been done twice; one refused to a guest (401) certainly was not. */
function bounds(
  tally: Tally,
  answer: Operation,
  operations: readonly Operation[],
): [least: number, most: number] {
  const writes = operations.filter((op) => op.writes === tally && op.t <= answer.t);
  const least = writes.filter((op) => op.outcome === 'ok').length;
  const perhaps = writes.filter((op) => (op.outcome !== 'ok' && op.status !== 401) || op.resent).length;
  return [least, least + perhaps];
}

function hasAllWrites(answer: Operation, operations: readonly Operation[]): boolean {
  return (['cart', 'counter'] as const).every((tally) => {
    const seen = answer[tally];
    const [least, most] = bounds(tally, answer, operations);
    return seen === undefined || (seen >= least && seen <= most);
  });
}

function lostIn(last: Operation | undefined, person: Person, operations: readonly Operation[]): number {
  if (!last) return 0;
  return (['cart', 'counter'] as const).reduce((lost, tally) => {
    const [least] = bounds(tally, last, operations);
    const seen = last.user === person.user ? (last[tally] ?? least) : 0;
    return lost + Math.max(0, least - seen);
  }, 0);
}
