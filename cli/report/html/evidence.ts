import type { CellEvidence } from '../../core/index.js';
import { type Markup, markup } from './markup.js';

type Range = [first: number, last: number];

/** More of them say nothing new to a reader; run.json has them all. */
const MOST_RANGES = 6;

/** Where in operations.ndjson the evidence is, and a command that prints the lines that decided. */
export function evidence({ from, to, deciding }: CellEvidence): Markup {
  if (from < 1 || to < from) return markup`<p class="evidence">No operations are on record.</p>`;
  return markup`<p class="evidence">Evidence: operations.ndjson, lines ${lines([from, to])}${decisive(asRanges(deciding))}</p>`;
}

function decisive(ranges: readonly Range[]): Markup | undefined {
  if (ranges.length === 0) return undefined;
  const shown = ranges.slice(0, MOST_RANGES);
  const others = ranges.slice(MOST_RANGES).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const print = shown.map(([first, last]) => (first === last ? `${first}p` : `${first},${last}p`)).join(';');
  return markup`; decided by ${shown.map(lines).join(', ')}${others > 0 && ` and ${others} more`}.<br><code>sed -n '${print}' operations.ndjson</code>`;
}

const lines = ([first, last]: Range): string => (first === last ? `${first}` : `${first}–${last}`);

function asRanges(numbers: readonly number[]): Range[] {
  const ranges: Range[] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && number <= last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}
