import { type Check, groupBy, type Judgement, type Operation, type StrategyEvidence } from '../core/index.js';
import { survival, tell } from './survival.js';

/** A write that was acknowledged, and the read that followed at once and was answered as the same user. */
interface Trial {
  readonly write: Operation;
  readonly read: Operation;
  /** The read showed less than an answer to one of this visitor's writes had shown before. */
  readonly stale: boolean;
}

/** What one request wrote, does the next one read it? The usual rule, and a stale read degrades. */
export const freshness: Check = (evidence) => {
  const trials = trialsOf(evidence);
  const stale = trials.filter((trial) => trial.stale);
  const elsewhere = trials.filter(({ write, read }) => read.backend !== write.backend);
  const { measures, ...usual } = survival(evidence);
  const numbers = { trials: trials.length, readElsewhere: elsewhere.length, staleReads: stale.length };
  return { ...judged(usual, trials.length, stale, elsewhere.length), measures: { ...measures, ...numbers } };
};

type Verdict = Omit<Judgement, 'measures'>;

function judged(usual: Verdict, trials: number, stale: readonly Trial[], elsewhere: number): Verdict {
  if (usual.verdict !== 'holds' && usual.verdict !== 'degrades') return usual;
  if (trials === 0)
    return { ...usual, verdict: 'unknown', reason: 'No write was acknowledged and read at once.' };
  if (stale.length > 0) {
    const { write, read } = stale[0]!;
    const first = `${tell(read)} right after ${write.counter} had been acknowledged on ${write.backend}`;
    return {
      verdict: 'degrades',
      reason: `${stale.length} of ${trials} reads were stale: ${first}. ${usual.reason}`,
      deciding: stale.slice(0, 3).flatMap((trial) => [trial.write, trial.read]),
    };
  }
  const across =
    elsewhere > 0
      ? `${elsewhere} of ${trials} reads came from another backend than the write, and none was stale.`
      : `None of ${trials} reads came from another backend than the write, so nothing was tried across backends.`;
  return { ...usual, reason: `${usual.reason} ${across}` };
}

function trialsOf({ operations }: StrategyEvidence): Trial[] {
  const visits = groupBy(
    operations.filter((op) => op.phase === 'calm'),
    (op) => op.visitor,
  );
  return [...visits.values()].flatMap((own) => {
    let acknowledged = 0;
    return own.flatMap((write, i): Trial[] => {
      if (write.writes !== 'counter' || write.outcome !== 'ok') return [];
      acknowledged = Math.max(acknowledged, write.counter ?? 0);
      const read = own[i + 1];
      if (read?.counter === undefined || read.writes || read.user !== read.self) return [];
      return [{ write, read, stale: read.counter < acknowledged }];
    });
  });
}
