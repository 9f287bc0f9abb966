import type { Matrix } from '../matrix.js';
import { legendOfMarks, STAYED_MEANING, stayedText } from '../words.js';
import { hang, wrap } from './text.js';

/** Explains the numbers and those marks that the matrix has. */
export function legendLines({ cells }: Matrix, columns: number): string[] {
  const example = cells.map(stayedText).find((text) => text !== undefined);
  const marks = legendOfMarks(cells);
  return [
    ...(example ? hang(`${example}  `, STAYED_MEANING, columns) : []),
    ...(marks.length > 0 ? wrap(marks.join(' · '), columns) : []),
  ];
}
