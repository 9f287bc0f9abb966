import { type Check, groupBy, type Operation } from '../core/index.js';
import { failed } from './numbers.js';
import { survivalRule } from './survival.js';

/** Do writes of one session that are under way together all count? A lost one breaks; a request that was refused, hung, or
 * was answered as a guest, degrades. */
export const concurrency: Check = (evidence) => {
  const writes = evidence.operations.filter((op) => op.phase === 'calm' && op.writes === 'counter');
  const bursts = [...groupBy(writes, (op) => op.visitor).values()];
  const atOnce = Math.min(...bursts.map(mostAtOnce));
  const usual = survivalRule(evidence, { guestsBreak: false });
  const refused = writes.filter((op) => op.outcome === 'fail' && failed(op)).length;
  const measures = {
    ...usual.measures,
    refusedRequests: refused,
    ...(bursts.length > 0 && { requestsAtOnce: atOnce }),
  };
  if (bursts.length === 0 || atOnce < 2) {
    const reason = 'A visitor’s writes were not under way together.';
    return { verdict: 'unknown', reason, measures, deciding: writes.slice(0, 3) };
  }
  const acknowledged = writes.filter((op) => op.outcome === 'ok').length;
  const sum = `Of ${writes.length} writes, ${atOnce} of a visitor at once, ${acknowledged} were acknowledged and ${refused} refused; ${measures.lostWrites} acknowledged ones were lost.`;
  return { ...usual, reason: `${usual.reason} ${sum}`, measures };
};

/** The most of these requests that were under way at the same moment. */
const mostAtOnce = (operations: readonly Operation[]): number =>
  Math.max(...operations.map((op) => operations.filter(({ t, ms }) => t <= op.t && op.t < t + ms).length));
