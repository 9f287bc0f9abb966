import type { CellEvidence } from '../../core/index.js';
import { type Markup, markup } from './markup.js';

/** Where in operations.ndjson the evidence is, and a command that prints the lines that decided. */
export function evidence({ from, to, deciding }: CellEvidence): Markup {
  if (from < 1 || to < from) return markup`<p class="evidence">No operations are on record.</p>`;
  const ranges = asRanges(deciding);
  const print = ranges.map(([first, last]) => (first === last ? `${first}p` : `${first},${last}p`));
  return markup`<p class="evidence">Evidence: operations.ndjson, lines ${lines(from, to)}${
    ranges.length > 0 &&
    markup`; decided by ${ranges.map(([first, last]) => lines(first, last)).join(', ')}.<br><code>sed -n '${print.join(';')}' operations.ndjson</code>`
  }</p>`;
}

const lines = (first: number, last: number): string => (first === last ? `${first}` : `${first}–${last}`);

function asRanges(numbers: readonly number[]): [first: number, last: number][] {
  const ranges: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && number <= last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}
