import {
  groupBy,
  type Measures,
  needsSession,
  type Operation,
  type StrategyEvidence,
  TIMED_OUT,
} from '../core/index.js';
import { doubledWrites } from './ledger.js';
import type { Visit } from './survey.js';

/** The common measures of a cell; core/measures.ts documents each. */
export function numbers(evidence: StrategyEvidence, visits: readonly Visit[]): Measures {
  const { operations, ledgers, injectedAt, healedAt } = evidence;
  const count = (holds: (visit: Visit) => boolean) => visits.filter(holds).length;
  const perBackend = [
    ...groupBy(
      operations.filter((op) => op.backend),
      (op) => op.backend,
    ).values(),
  ];
  const answered = perBackend.reduce((sum, ops) => sum + ops.length, 0);
  return {
    sessionsStarted: count((v) => v.started),
    keptDuring: count((v) => v.keptDuring),
    keptAfter: count((v) => v.keptAfter === true),
    guestAnswers: count((v) => v.guest.length > 0),
    otherUser: count((v) => v.other.length > 0),
    requests: operations.length,
    failedRequests: operations.filter(failed).length,
    hungRequests: operations.filter(hung).length,
    lostWrites: visits.reduce((sum, v) => sum + v.lostWrites, 0),
    ...(ledgers.length > 0 && { doubledWrites: doubledWrites(ledgers, operations).length }),
    backendsSeen: perBackend.length,
    ...(answered > 0 && { maxShare: Math.max(...perBackend.map((ops) => ops.length)) / answered }),
    ...(injectedAt !== undefined && moved(visits)),
    ...(healedAt !== undefined && recovery(visits, healedAt)),
  };
}

export const hung = (op: Operation): boolean => op.error === TIMED_OUT;

/** A refusal to a guest (401) is an answer: it is counted as a guest's, not as a failure. */
export const failed = (op: Operation): boolean => op.outcome !== 'ok' && op.status !== 401 && !hung(op);

/** Only where every visitor had one backend of his own for the pages that need his session does it mean anything to have
 * been moved. */
function moved(visits: readonly Visit[]): Pick<Measures, 'movedSessions'> {
  const backendsOf = (visit: Visit, phase: Operation['phase']) =>
    new Set(
      visit.operations
        .filter((op) => op.phase === phase && op.backend && needsSession(op.path))
        .map((op) => op.backend),
    );
  const homes = visits.map((visit) => backendsOf(visit, 'calm'));
  if (homes.some((home) => home.size !== 1)) return {};
  return {
    movedSessions: visits.filter((visit, i) =>
      [...backendsOf(visit, 'fault')].some((backend) => !homes[i]!.has(backend)),
    ).length,
  };
}

function recovery(visits: readonly Visit[], healedAt: number): Pick<Measures, 'recoverySeconds'> {
  let well = healedAt;
  for (const { person, operations } of visits) {
    const since = operations.filter((op) => op.t >= healedAt);
    const ill = since.filter(
      (op) => op.outcome !== 'ok' || (op.user !== undefined && op.user !== person.user),
    );
    if (since.length === 0 || ill.at(-1) === since.at(-1)) return {};
    const last = ill.at(-1);
    if (last) well = Math.max(well, last.t + last.ms);
  }
  return { recoverySeconds: Math.round(well - healedAt) / 1000 };
}
