import { VERDICTS, type Verdict } from '../core/index.js';
import { type Matrix, type Standing, standing } from './matrix.js';
import { MARKS, STANDING_WORDS } from './words.js';

export interface Totals {
  readonly cells: number;
  /** Cells that the run has or was to have. */
  readonly planned: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly standings: Readonly<Record<Standing, number>>;
  /** Cells that were broken before the fault. */
  readonly already: number;
}

export function total(matrix: Matrix): Totals {
  const { cells, missing } = matrix;
  const count = <K extends string>(keys: readonly K[], of: (cell: (typeof cells)[number]) => K) =>
    Object.fromEntries(keys.map((key) => [key, cells.filter((cell) => of(cell) === key).length])) as Record<
      K,
      number
    >;
  return {
    cells: cells.length,
    planned: cells.length + missing.length,
    verdicts: count(VERDICTS, (cell) => cell.verdict),
    standings: count(Object.keys(STANDING_WORDS) as Standing[], standing),
    already: cells.filter((cell) => cell.already).length,
  };
}

/** "9 hold", "1 degrades", "2 n/a". */
export function countOf(verdict: Verdict, count: number): string {
  const hasPlural = verdict !== 'unknown' && verdict !== 'n/a';
  return `${count} ${hasPlural && count !== 1 ? verdict.slice(0, -1) : verdict}`;
}

/** "15 cells: 9 hold, 1 degrades, 5 break (4 already before the fault); all as expected." */
export function totalsSentence(totals: Totals): string {
  const { cells, planned, already } = totals;
  const of = cells === planned ? `${cells}` : `${cells} of ${planned}`;
  const noun = planned === 1 ? 'cell' : 'cells';
  if (cells === 0) return `${of} ${noun}.`;
  const verdicts = VERDICTS.filter((verdict) => totals.verdicts[verdict] > 0).map((verdict) =>
    verdict === 'breaks' && already > 0
      ? `${countOf(verdict, totals.verdicts[verdict])} (${already} already before the fault)`
      : countOf(verdict, totals.verdicts[verdict]),
  );
  const clauses = standingClauses(totals).map(({ clause }) => clause);
  return `${of} ${noun}: ${verdicts.join(', ')}; ${clauses.join(', ')}.`;
}

/** "all as expected", or how many were, and how many stand otherwise; none without cells. */
export function standingClauses({ cells, standings }: Totals): { mark: string; clause: string }[] {
  if (cells > 0 && standings['as-expected'] === cells) return [{ mark: '', clause: 'all as expected' }];
  return (Object.keys(STANDING_WORDS) as Standing[])
    .filter((key) => standings[key] > 0)
    .map((key) => ({ mark: MARKS[key], clause: `${standings[key]} ${STANDING_WORDS[key]}` }));
}
