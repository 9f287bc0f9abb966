import type { Strategy } from '../../cli/core/index.js';
import { listed } from '../../cli/report/words.js';

/** Width of prose on a page. */
const WIDTH = 119;

export const code = (text: string): string => `\`${text}\``;

/** "`redis` and `mysql`" */
export const named = (strategies: readonly Pick<Strategy, 'id'>[]): string =>
  listed(strategies.map(({ id }) => code(id)));

/** Names that end in numbers, with three or more in a row told by the first and the last: "`galera-1` to `galera-3`". */
export function ranged(names: readonly string[]): string {
  const rows: string[][] = [];
  for (const name of names) {
    const row = rows.at(-1);
    if (row && follows(row.at(-1)!, name)) row.push(name);
    else rows.push([name]);
  }
  const told = rows.flatMap((row) =>
    row.length > 2 ? `${code(row[0]!)} to ${code(row.at(-1)!)}` : row.map(code),
  );
  return listed(told);
}

const follows = (one: string, next: string): boolean => {
  const [, stem, number] = /^(.*?)(\d+)$/.exec(one) ?? [];
  return stem !== undefined && next === `${stem}${Number(number) + 1}`;
};

const NUMBERS = 'two three four five six seven eight nine ten eleven twelve'.split(' ');
const TEENS = 'thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(' ');
const TENS: Readonly<Record<number, string>> = { 30: 'thirty', 40: 'forty', 50: 'fifty', 100: 'a hundred' };

/** "twice", "sixteen times", "37 times" */
export const times = (count: number): string =>
  count === 2 ? 'twice' : `${[...NUMBERS, ...TEENS][count - 2] ?? TENS[count] ?? count} times`;

/** Milliseconds as people say them: "1.5 s", "500 ms". */
export const lasting = (ms: number): string => (ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`);

/** A paragraph, or an item of a list, in lines that are not too long; no line ends within code or a link. */
export function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  for (const word of text.match(/(?:`[^`]*`|\[[^\]]*\]\([^)]*\)|\S)+/g) ?? []) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(lines.length > 0 ? `${indent}${word}` : word);
  }
  return lines.join('\n');
}

export const bullets = (items: readonly string[]): string =>
  items.map((item) => wrapped(`- ${item}`, '  ')).join('\n');

export const numbered = (items: readonly string[]): string =>
  items.map((item, i) => wrapped(`${i + 1}. ${item}`, '   ')).join('\n');

/** A table, without columns in which nothing stands. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const filled = head.map((_, column) => rows.some((row) => row[column]));
  const line = (cells: readonly string[]) =>
    cells
      .filter((_, column) => filled[column])
      .map((cell) => (cell ? ` ${cell.replaceAll('|', '\\|')} |` : ' |'))
      .join('');
  return [head, head.map(() => '---'), ...rows].map((cells) => `|${line(cells)}`).join('\n');
}

export const sentence = (clause: string): string =>
  `${clause.charAt(0).toUpperCase()}${clause.slice(1)}`.replace(/[^.!?]$/, '$&.');

export const clause = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
