import type { Check, Measures, StrategyEvidence } from '../core/index.js';

/** The same verdict, with further measures. */
export const measuring =
  (check: Check, measure: (evidence: StrategyEvidence) => Measures): Check =>
  (evidence) => {
    const judgement = check(evidence);
    return { ...judgement, measures: { ...judgement.measures, ...measure(evidence) } };
  };
