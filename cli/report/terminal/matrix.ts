import type { Cell } from '../../core/index.js';
import { printable } from '../characters.js';
import type { Matrix } from '../matrix.js';
import { cellText } from '../words.js';
import { type Paint, type Style, stylesOf } from './colour.js';
import { nameColumn, pad, sideBySide, widthOf, wrap } from './text.js';

interface Piece {
  readonly text: string;
  readonly styles: readonly Style[];
}

type Grid = readonly (readonly Piece[])[];

const GAP = 2;

/** The matrix as a table with strategies as columns, or turned, or as a list: the first that fits. */
export function matrixLines(matrix: Matrix, columns: number, paint: Paint): string[] {
  const { scenarios, strategies, at } = matrix;
  if (scenarios.length === 0 || strategies.length === 0)
    return wrap('The run names nothing to judge.', columns);
  const upright = grid(scenarios, strategies, at);
  const turned = grid(strategies, scenarios, (strategy, scenario) => at(scenario, strategy));
  for (const table of [upright, turned]) {
    const widths = columnWidths(table);
    if (total(widths) <= columns) return table.map((row) => rowLine(row, widths, paint));
  }
  return list(matrix, columns, paint);
}

function grid(
  rows: readonly string[],
  heads: readonly string[],
  cell: (row: string, head: string) => Cell | undefined,
): Grid {
  return [
    [piece(''), ...heads.map((id) => piece(id, 'bold'))],
    ...rows.map((row) => [piece(row, 'bold'), ...heads.map((head) => cellPiece(cell(row, head)))]),
  ];
}

const piece = (text: string, ...styles: Style[]): Piece => ({ text: printable(text), styles });
const cellPiece = (cell: Cell | undefined): Piece =>
  cell ? piece(cellText(cell), ...stylesOf(cell)) : piece('missing', 'dim');

const columnWidths = (table: Grid): number[] =>
  table[0]!.map((_, column) => Math.max(...table.map((row) => widthOf(row[column]!.text))));
const total = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));

function rowLine(row: readonly Piece[], widths: readonly number[], paint: Paint): string {
  return row
    .map(({ text, styles }, i) => {
      const blanks = i < row.length - 1 ? pad(text, widths[i]! + GAP).slice(text.length) : '';
      return paint(text, ...styles) + blanks;
    })
    .join('')
    .trimEnd();
}

function list({ scenarios, strategies, at }: Matrix, columns: number, paint: Paint): string[] {
  const nameWidth = nameColumn(strategies, columns);
  return scenarios.flatMap((scenario) => [
    ...wrap(scenario, columns).map((line) => paint(line, 'bold')),
    ...strategies.flatMap((strategy) => {
      const { text, styles } = cellPiece(at(scenario, strategy));
      return sideBySide([strategy, nameWidth], [text, columns - nameWidth - 4]).map(([name, seen = '']) =>
        `  ${name}  ${paint(seen, ...styles)}`.trimEnd(),
      );
    }),
  ]);
}
