import { printable } from '../characters.js';

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns that a text without ANSI codes takes in a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!/\p{Mn}|\p{Cf}/u.test(character)) width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

export const pad = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));

/** Lines of at most so many columns, broken at blanks; a word that is too long is cut. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of printable(text)
    .split(/ +/)
    .flatMap((word) => cut(word, columns))) {
    const longer = line === '' ? piece : `${line} ${piece}`;
    if (widthOf(longer) <= columns) {
      line = longer;
    } else {
      lines.push(line);
      line = piece;
    }
  }
  return [...lines, line];
}

function cut(word: string, columns: number): string[] {
  const pieces = [''];
  for (const character of word) {
    if (pieces.at(-1) !== '' && widthOf(pieces.at(-1) + character) > columns) pieces.push('');
    pieces[pieces.length - 1] += character;
  }
  return pieces;
}

/** A text behind a lead, its further lines indented to where it began. */
export function hang(lead: string, text: string, columns: number): string[] {
  const indent = widthOf(lead);
  return wrap(text, Math.max(1, columns - indent)).map(
    (line, i) => (i === 0 ? lead : ' '.repeat(indent)) + line,
  );
}

/** Lines of columns: each text is wrapped to its own width, and all but the last are padded to it. */
export function sideBySide(...columns: readonly (readonly [text: string, width: number])[]): string[][] {
  const wrapped = columns.map(([text, width]) => wrap(text, Math.max(1, width)));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    wrapped.map((lines, i) => {
      const line = lines[row] ?? '';
      return i < columns.length - 1 ? pad(line, columns[i]![1]) : line;
    }),
  );
}

/** Width of a column of names: the longest one's, at most half of the line. */
export const nameColumn = (names: readonly string[], columns: number): number =>
  Math.max(
    1,
    Math.min(Math.floor(columns / 2), Math.max(0, ...names.map((name) => widthOf(printable(name))))),
  );
