import type { Format, ReportInput } from '../core/index.js';
import { facts, settings, versions } from './facts.js';
import { gaps } from './gaps.js';
import { headline } from './headline.js';
import { arrange, type Matrix } from './matrix.js';
import { type Paint, painter } from './terminal/colour.js';
import { wrapCommand } from './terminal/command.js';
import { detailBlocks } from './terminal/details.js';
import { legendLines } from './terminal/legend.js';
import { matrixLines } from './terminal/matrix.js';
import { hang, sideBySide, wrap } from './terminal/text.js';
import { total, totalsSentence } from './totals.js';

const LEAST_COLUMNS = 20;
/** Longer lines of prose are hard to read; the matrix may be wider. */
const MOST_FOR_PROSE = 110;

/** Warnings, the matrix, why each cell is as it is, and at the end, where eyes rest, what the run found. */
export const terminal: Format = (input, { columns, colour }) => {
  const width = Math.max(LEAST_COLUMNS, columns);
  const prose = Math.min(width, MOST_FOR_PROSE);
  const paint = painter(colour);
  const matrix = arrange(input.run);
  const blocks = [
    warningLines(input, matrix, prose, paint),
    matrixLines(matrix, width, paint),
    legendLines(matrix, prose).map((line) => paint(line, 'dim')),
    ...detailBlocks(input, matrix, prose, paint),
    input.run.notes.flatMap((note) => hang('Note: ', note, prose)),
    resultLines(matrix, prose, paint),
    factLines(input, prose, paint),
    [paint('Repeat it with', 'bold'), ...wrapCommand(input.repeat, width - 2).map((line) => `  ${line}`)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

function warningLines(input: ReportInput, matrix: Matrix, columns: number, paint: Paint): string[] {
  return [...input.warnings, ...gaps(input, matrix)]
    .flatMap((warning) => hang('Warning: ', warning, columns))
    .map((line) => paint(line, 'yellow'));
}

function resultLines(matrix: Matrix, columns: number, paint: Paint): string[] {
  return [
    ...wrap(headline(matrix), columns).map((line) => paint(line, 'bold')),
    ...wrap(totalsSentence(total(matrix)), columns),
  ];
}

function factLines({ run }: ReportInput, columns: number, paint: Paint): string[] {
  const all = [
    ...facts(run),
    { label: 'settings', value: settings(run) },
    { label: 'versions', value: versions(run) },
  ];
  const labelWidth = Math.max(...all.map(({ label }) => label.length));
  return all.flatMap(({ label, value }) =>
    sideBySide([label, labelWidth], [value, columns - labelWidth - 2]).map(
      ([name = '', text]) => `${paint(name, 'dim')}  ${text}`,
    ),
  );
}
