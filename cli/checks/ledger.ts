import { groupBy, type Ledger, type Operation, REFUSED, type Role } from '../core/index.js';

type Write = Operation & { readonly request: string };

/**
 * Who executed each write of a strategy, in no order: nobody, or a backend once for each time.
 * @param ledgers all that were taken in the scenario, in the strategy's own lab where it has one.
 * @param operations of the strategy's visitors.
 */
export function executions(
  ledgers: readonly Ledger[],
  operations: readonly Operation[],
): ReadonlyMap<string, readonly Role[]> {
  const found = new Map<string, Role[]>(operations.filter(isWrite).map(({ request }) => [request, []]));
  for (const { backend, executed } of ledgers) for (const id of executed) found.get(id)?.push(backend);
  return found;
}

/** Writes that were executed more than once. */
export function doubledWrites(ledgers: readonly Ledger[], operations: readonly Operation[]): Operation[] {
  const found = executions(ledgers, operations);
  return operations.filter((op) => isWrite(op) && found.get(op.request)!.length > 1);
}

/**
 * What ledgers and visitors cannot both be right about, one clause each. The shop writes its ledger before it answers, so an
 * acknowledged write stands there even where the server died at once; nothing follows from one that is not acknowledged,
 * nor from a ledger whose disk was replaced before anybody read it. Where no ledger was taken, nothing can be said.
 */
export function contradictions(ledgers: readonly Ledger[], operations: readonly Operation[]): string[] {
  if (ledgers.length === 0) return [];
  const found = executions(ledgers, operations);
  const pages = groupBy([...ledgers].sort(byTime), ({ backend }) => backend);
  const writes = operations.filter(isWrite);
  const missing = writes.filter(
    (op) =>
      op.outcome === 'ok' &&
      !acknowledgers(op, pages).some((backend) => found.get(op.request)!.includes(backend)) &&
      acknowledgers(op, pages).every((backend) => isKept(op, pages.get(backend))),
  );
  const nowhere = missing.filter(({ request }) => found.get(request)!.length === 0);
  const elsewhere = missing.filter(({ request }) => found.get(request)!.length > 0);
  // One that was sent twice may have been executed before its second connection was refused.
  const refused = writes.filter(
    (op) => op.error === REFUSED && !op.resent && found.get(op.request)!.length > 0,
  );
  const unsent = idsOfNobody(ledgers, writes);
  return [
    ...clause(nowhere, 'acknowledged writes that stand in no ledger', acknowledged),
    ...clause(
      elsewhere,
      'writes that another backend executed than the one that acknowledged them',
      (op) => `${acknowledged(op)}, executed by ${found.get(op.request)!.join(' and ')}`,
    ),
    ...clause(refused, 'writes that were executed though nginx refused the connection', named),
    ...clause(unsent, 'ids in ledgers that no visitor sent', (id) => id),
  ];
}

const isWrite = (op: Operation): op is Write => op.request !== undefined;

const byTime = (a: Ledger, b: Ledger): number => a.t - b.t;

/** An answer that does not say who gave it may be of any of them. */
const acknowledgers = ({ backend }: Operation, pages: ReadonlyMap<Role, unknown>): Role[] =>
  backend === undefined ? [...pages.keys()] : [backend];

/** Must what the backend executed during this request stand in one of its pages? Not where its disk was replaced between
 * the last page before the request and the first one after it, or where there is none after it. */
function isKept({ t, ms }: Operation, pages: readonly Ledger[] = []): boolean {
  if (pages.length === 0) return true;
  const after = pages.findIndex((page) => page.t >= t + ms);
  const before = pages.findLastIndex((page) => page.t <= t);
  const around = pages.slice(Math.max(before, 0), after + 1);
  return after >= 0 && around.every(({ disk }) => disk === around[0]!.disk);
}

/** Ids of this run and strategy that are of none of its visitors' requests. */
function idsOfNobody(ledgers: readonly Ledger[], writes: readonly Write[]): string[] {
  const known = new Set(writes.map(({ request }) => request));
  const owners = new Set([...known].map(ownerOf));
  const executed = new Set(ledgers.flatMap((ledger) => ledger.executed));
  return [...executed].filter((id) => owners.has(ownerOf(id)) && !known.has(id) && !isOfWitness(id));
}

/** A witness of the reset, visitor 0, may be served late. */
const isOfWitness = (id: string): boolean => id.split('.')[3] === '0';

/** `<run>.<strategy>.<scenario>`, with which the id of a write begins. */
const ownerOf = (id: string): string => id.split('.', 3).join('.');

const named = ({ method, path, visitor }: Operation): string => `${method} ${path} of visitor ${visitor}`;

const acknowledged = (op: Operation): string =>
  `${named(op)}, acknowledged by ${op.backend ?? 'nobody knows whom'}`;

const clause = <T>(found: readonly T[], what: string, tell: (one: T) => string): string[] =>
  found.length === 0 ? [] : [`${what}: ${found.length}, the first is ${tell(found[0]!)}`];
