export const VERDICTS = ['holds', 'degrades', 'breaks', 'unknown', 'n/a'] as const;

/** The outcome of one strategy in one scenario; docs/reading-a-report.md defines each. */
export type Verdict = (typeof VERDICTS)[number];

const RANK: Partial<Record<Verdict, number>> = { holds: 0, degrades: 1, breaks: 2 };

/** How a verdict compares with another one; undefined where one of them is no judgement (`unknown`, `n/a`). */
export function compareVerdicts(seen: Verdict, other: Verdict): 'better' | 'same' | 'worse' | undefined {
  const a = RANK[seen];
  const b = RANK[other];
  if (a === undefined || b === undefined) return undefined;
  return a === b ? 'same' : a < b ? 'better' : 'worse';
}
