import type { Check } from '../core/index.js';

/** The verdict of a check, and worse than `holds` where one backend gave more than that part of the answers, 0 to 1. */
export const evenLoad =
  (check: Check, bound: number): Check =>
  (evidence) => {
    const judgement = check(evidence);
    const { maxShare = 0 } = judgement.measures;
    if (maxShare <= bound || (judgement.verdict !== 'holds' && judgement.verdict !== 'degrades'))
      return judgement;
    const percent = (part: number): string => `${Math.round(part * 100)} %`;
    const load = `one backend gave ${percent(maxShare)} of the answers, more than ${percent(bound)}`;
    return { ...judgement, verdict: 'degrades', reason: `${judgement.reason.replace(/\.$/, '')}; ${load}.` };
  };
