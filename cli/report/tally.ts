import { type Cell, groupBy, VERDICTS } from '../core/index.js';
import { isSurprise, standing } from './matrix.js';
import { countOf } from './totals.js';
import { listed, MARKS, STANDING_WORDS } from './words.js';

const MOST_NAMES = 3;

export interface Tally {
  /** "12 hold, 2 break; as expected". */
  readonly counts: string;
  /** A short line for each way of not being as expected; the reasons are in the reports. */
  readonly surprises: readonly string[];
}

/** What came out of a row or a column of the matrix.
 * @param by what tells its cells apart. */
export function tally(cells: readonly Cell[], by: 'strategy' | 'scenario'): Tally {
  const verdicts = groupBy(cells, ({ verdict }) => verdict);
  const surprising = groupBy(cells.filter(isSurprise), standing);
  const counts = VERDICTS.flatMap((verdict) => {
    const count = verdicts.get(verdict)?.length ?? 0;
    return count > 0 ? countOf(verdict, count) : [];
  });
  return {
    counts: `${counts.join(', ')}${surprising.size === 0 ? '; as expected' : ''}`,
    surprises: [...surprising].map(
      ([kind, some]) => `${MARKS[kind]} ${STANDING_WORDS[kind]}: ${named(some.map((cell) => cell[by]))}`,
    ),
  };
}

function named(names: readonly string[]): string {
  const others = names.length - MOST_NAMES;
  return listed(others > 0 ? [...names.slice(0, MOST_NAMES), `${others} more`] : names);
}
