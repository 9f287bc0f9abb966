import type { Cell, ReportInput } from '../../core/index.js';
import { isSurprise, type Matrix } from '../matrix.js';
import { predictions } from '../measures.js';
import { expectation, lookUp, markOf } from '../words.js';
import { type Paint, stylesOf } from './colour.js';
import { hang, nameColumn, sideBySide, wrap } from './text.js';

const VERDICT_WIDTH = 'degrades ▼'.length;
const LEAST_FOR_REASONS = 36;

/** For each scenario its obligation, and for each strategy its verdict and why: one block of lines a scenario. */
export function detailBlocks(input: ReportInput, matrix: Matrix, columns: number, paint: Paint): string[][] {
  const nameWidth = nameColumn(matrix.strategies, columns);
  return matrix.scenarios.map((scenario) => {
    const obligation = lookUp(input.scenarios, scenario)?.obligation ?? '(no words for this scenario)';
    const isReached = matrix.strategies.some((strategy) => matrix.at(scenario, strategy));
    const lines = matrix.strategies.flatMap((strategy) =>
      cellLines(strategy, matrix.at(scenario, strategy), nameWidth, columns, paint),
    );
    return [
      ...wrap(scenario, columns).map((line) => paint(line, 'bold')),
      ...hang('  ', obligation, columns).map((line) => paint(line, 'dim')),
      ...(isReached ? lines : ['  not reached']),
    ];
  });
}

function cellLines(
  strategy: string,
  cell: Cell | undefined,
  nameWidth: number,
  columns: number,
  paint: Paint,
): string[] {
  const verdict = cell ? `${cell.verdict} ${markOf(cell)}`.trimEnd() : 'missing';
  const styles = cell ? stylesOf(cell) : (['dim'] as const);
  const reason = cell ? story(cell) : '';
  const left = 2 + nameWidth + 2 + VERDICT_WIDTH + 2;
  const isNarrow = columns - left < LEAST_FOR_REASONS;
  const rows = sideBySide(
    [strategy, nameWidth],
    [verdict, VERDICT_WIDTH],
    [isNarrow ? '' : reason, columns - left],
  ).map(([name, seen = '', why]) => {
    const blanks = ' '.repeat(seen.length - seen.trimEnd().length);
    return `  ${name}  ${paint(seen.trimEnd(), ...styles)}${blanks}  ${why}`.trimEnd();
  });
  return isNarrow && reason ? [...rows, ...hang('      ', reason, columns)] : rows;
}

/** What was seen, beside what was computed, and, where it surprises, what was expected. */
function story(cell: Cell): string {
  const parts = [cell.reason, ...predictions(cell)];
  return (isSurprise(cell) ? [...parts, `[${expectation(cell)}]`] : parts).join(' ');
}
