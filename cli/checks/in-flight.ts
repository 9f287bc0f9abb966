import type { Check, Operation, StrategyEvidence } from '../core/index.js';
import { executions } from './ledger.js';
import { survivalRule } from './survival.js';

/** What became of the writes that were under way when something died. */
interface Fates {
  /** Acknowledged, and executed once. */
  readonly done: readonly Operation[];
  /** Not acknowledged, and not executed. */
  readonly refused: readonly Operation[];
  /** Not acknowledged, and executed all the same. */
  readonly untold: readonly Operation[];
}

/**
 * Is a write that is under way when its backend dies done once, or the visitor told that it was not? The usual rule after
 * settling; meanwhile guests do not break, for it is the write that is judged. One that was refused, or done without an
 * acknowledgement, degrades; one that was lost or done twice breaks.
 */
export const inFlight: Check = (evidence) => {
  const usual = survivalRule(evidence, { guestsBreak: false });
  const fates = fatesOf(evidence);
  const { done, refused, untold } = fates;
  const measures = {
    ...usual.measures,
    doneWrites: done.length,
    refusedWrites: refused.length,
    untoldWrites: untold.length,
  };
  if (usual.verdict === 'breaks' || usual.verdict === 'unknown') return { ...usual, measures };
  const all = done.length + refused.length + untold.length;
  if (all === 0 || evidence.ledgers.length === 0)
    return {
      ...usual,
      verdict: 'unknown',
      reason: 'No write was under way, or no ledger was read.',
      measures,
    };
  const sum = `Of ${all} writes under way, ${done.length} were done once, ${refused.length} refused and not done, ${untold.length} done without an acknowledgement.`;
  if (refused.length + untold.length > 0)
    return { verdict: 'degrades', reason: sum, measures, deciding: [...untold, ...refused].slice(0, 3) };
  return { ...usual, reason: `${sum} ${usual.reason}`, measures };
};

function fatesOf({ operations, ledgers }: StrategyEvidence): Fates {
  const found = executions(ledgers, operations);
  const writes = operations.filter(
    (op) => op.phase === 'fault' && op.request !== undefined && op.status !== 401,
  );
  const wasDone = (op: Operation) => found.get(op.request!)!.length > 0;
  const unanswered = writes.filter(({ outcome }) => outcome !== 'ok');
  return {
    done: writes.filter(({ outcome }) => outcome === 'ok'),
    refused: unanswered.filter((op) => !wasDone(op)),
    untold: unanswered.filter(wasDone),
  };
}
