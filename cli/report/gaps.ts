import { groupBy, type ReportInput } from '../core/index.js';
import type { Matrix } from './matrix.js';
import { listed, listedBriefly } from './words.js';

/** What an incomplete run lacks, one sentence each; empty for a complete one. */
export function gaps({ run, strategies, scenarios }: ReportInput, matrix: Matrix): string[] {
  return [
    run.interrupted && 'The run was interrupted; it shows what was seen until then.',
    !run.ended && !run.interrupted && 'The run has no end: it is still under way, or it was killed.',
    missingCells(matrix),
    wordless(matrix.strategies, strategies, 'strategies'),
    wordless(matrix.scenarios, scenarios, 'scenarios'),
  ].filter((sentence) => typeof sentence === 'string');
}

const MOST_ROWS = 5;

function missingCells({ missing, cells, strategies }: Matrix): string | undefined {
  if (missing.length === 0) return undefined;
  const all = cells.length + missing.length;
  if (cells.length === 0) return `Not one of ${all} cells was judged.`;
  const rows = [...groupBy(missing, (place) => place.scenario)].map(([scenario, places]) => {
    const names =
      places.length === strategies.length ? 'all' : places.map((place) => place.strategy).join(', ');
    return `${scenario} (${names})`;
  });
  const others = rows.length > MOST_ROWS ? [`${rows.length - MOST_ROWS} other scenarios`] : [];
  const verb = missing.length === 1 ? 'is' : 'are';
  return `${missing.length} of ${all} cells ${verb} missing: ${listed([...rows.slice(0, MOST_ROWS), ...others])}.`;
}

function wordless(
  ids: readonly string[],
  known: Readonly<Record<string, unknown>>,
  noun: string,
): string | undefined {
  const unknown = ids.filter((id) => !Object.hasOwn(known, id));
  if (unknown.length === 0) return undefined;
  return `Without words in the catalogue at hand: ${listedBriefly(unknown, noun)}.`;
}
