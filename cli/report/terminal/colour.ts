import type { Cell, Verdict } from '../../core/index.js';

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, magenta: 35 } as const;

export type Style = keyof typeof CODES;

/** Puts ANSI codes around a text, or leaves it alone. */
export type Paint = (text: string, ...styles: readonly Style[]) => string;

/** Not `util.styleText`: newer Node versions ask the environment too, and a report is pure. */
export const painter =
  (colour: boolean): Paint =>
  (text, ...styles) =>
    colour && styles.length > 0 && text !== ''
      ? `\u001b[${styles.map((style) => CODES[style]).join(';')}m${text}\u001b[0m`
      : text;

const VERDICT_STYLES: Readonly<Record<Verdict, Style>> = {
  holds: 'green',
  degrades: 'yellow',
  breaks: 'red',
  unknown: 'magenta',
  'n/a': 'dim',
};

export const stylesOf = (cell: Cell): readonly Style[] =>
  cell.already ? ['dim', VERDICT_STYLES[cell.verdict]] : [VERDICT_STYLES[cell.verdict]];
