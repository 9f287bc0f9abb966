import type { Check, Judgement, Measures, Operation, StrategyEvidence } from '../core/index.js';
import { contradictions, doubledWrites } from './ledger.js';
import { failed, hung, numbers } from './numbers.js';
import { survey, type Visit } from './survey.js';

/** Still the same logged-in user, with the cart and the counter he had? The rule of most scenarios. */
export const survival: Check = (evidence) =>
  survivalRule(evidence, { guestsBreak: !evidence.storeConcerned });

/** The same, where a scenario says itself whether it breaks a strategy that a visitor was answered as a guest for a while. */
export function survivalRule(
  evidence: StrategyEvidence,
  { guestsBreak }: { readonly guestsBreak: boolean },
): Judgement {
  const visits = survey(evidence).filter((visit) => visit.started);
  const measures = numbers(evidence, survey(evidence));
  const judge = (
    verdict: Judgement['verdict'],
    reason: string,
    deciding: readonly Operation[],
  ): Judgement => ({
    verdict,
    reason,
    measures,
    deciding,
  });
  const all = visits.length;
  if (all === 0)
    return judge('unknown', 'Nobody could log in.', evidence.operations.filter(failed).slice(0, 3));

  const [contradiction] = contradictions(evidence.ledgers, evidence.operations);
  if (contradiction !== undefined)
    return judge('unknown', `Visitors and ledgers contradict each other: ${contradiction}.`, []);
  const already = flat(visits, (v) => v.wrongBeforeFault);
  if (already.length > 0) {
    const hit = who(visits, (v) => v.wrongBeforeFault.length > 0);
    const reason = `Already before the fault, ${hit} of ${all} visitors were not themselves: ${tell(already[0]!)}.`;
    return { ...judge('breaks', reason, already.slice(0, 3)), already: true };
  }
  const others = flat(visits, (v) => v.other);
  if (others.length > 0) {
    const hit = who(visits, (v) => v.other.length > 0);
    return judge(
      'breaks',
      `${hit} of ${all} visitors were answered as somebody else: ${tell(others[0]!)}.`,
      others.slice(0, 3),
    );
  }
  const wrong = flat(visits, (v) => v.wrongAfter);
  if (wrong.length > 0)
    return judge('breaks', lossSentence(visits, wrong[0]!, evidence.injectedAt), wrong.slice(0, 3));

  const [doubled, ...more] = doubledWrites(evidence.ledgers, evidence.operations);
  if (doubled) {
    const first = `${doubled.method} ${doubled.path} of visitor ${doubled.visitor}`;
    const reason = `Done more than once: ${1 + more.length} writes, the first is ${first}.`;
    return judge('breaks', reason, [doubled, ...more].slice(0, 3));
  }

  const guests = flat(visits, (v) => v.guest);
  if (guests.length > 0 && guestsBreak) {
    const hit = who(visits, (v) => v.guest.length > 0);
    const reason = `${hit} of ${all} visitors were answered as guests: ${tell(guests[0]!)}; in the end all were themselves again.`;
    return judge('breaks', reason, guests.slice(0, 3));
  }
  const silent = visits.filter((v) => v.keptAfter === undefined);
  if (silent.length > 0) {
    const reason = `${silent.length} of ${all} visitors got no answer after settling, so nobody knows what became of them.`;
    return judge(
      'unknown',
      reason,
      silent.flatMap((v) => v.operations.slice(-1)),
    );
  }
  const troubled = evidence.operations.filter((op) => failed(op) || hung(op));
  if (guests.length + troubled.length > 0) {
    const deciding = [...troubled.slice(0, 3), ...guests.slice(0, 3)];
    return judge('degrades', `Nobody lost anything in the end; meanwhile ${troubles(measures)}.`, deciding);
  }
  const reason = `${all} of ${all} visitors stayed logged in with cart and counter; ${measures.requests} requests over ${measures.backendsSeen} backends, none failed.`;
  return judge(
    'holds',
    reason,
    visits.flatMap((v) => v.operations.slice(-1)),
  );
}

const flat = (visits: readonly Visit[], pick: (visit: Visit) => readonly Operation[]): Operation[] =>
  visits.flatMap(pick).sort((a, b) => a.t - b.t);
const who = (visits: readonly Visit[], is: (visit: Visit) => boolean): number => visits.filter(is).length;

function lossSentence(visits: readonly Visit[], first: Operation, injectedAt: number | undefined): string {
  const lost = who(visits, (v) => v.wrongAfter.length > 0);
  const when = injectedAt === undefined ? 'in the end' : 'after the fault';
  return `${lost} of ${visits.length} visitors were not themselves with cart and counter ${when}: ${tell(first)}.`;
}

function troubles({
  failedRequests = 0,
  hungRequests = 0,
  guestAnswers = 0,
  requests = 0,
}: Measures): string {
  const parts = [
    failedRequests > 0 && `${failedRequests} of ${requests} requests failed`,
    hungRequests > 0 && `${hungRequests} of ${requests} got no answer`,
    guestAnswers > 0 && `${guestAnswers} visitors were answered as guests`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** One operation as a clause. */
export function tell(op: Operation): string {
  const seen =
    op.user === null
      ? 'a guest'
      : op.user === op.self
        ? `${op.cart} in the cart, counter ${op.counter}`
        : op.user;
  return `${op.method} ${op.path} of visitor ${op.visitor} on ${op.backend} saw ${seen}`;
}
