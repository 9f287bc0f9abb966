import { printable } from '../characters.js';
import { widthOf } from './text.js';

const SHELL_WORD = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\]|['"\\])+/gu;

/** A shell command on lines that can be copied as they are. What is longer than a line by itself stays whole. */
export function wrapCommand(command: string, columns: number): string[] {
  const lines: string[] = [];
  for (const unit of units(command)) {
    const last = lines.at(-1);
    const longer = `${last} ${unit}`;
    if (last !== undefined && widthOf(`${longer} \\`) <= columns) lines[lines.length - 1] = longer;
    else lines.push(last === undefined ? unit : `  ${unit}`);
  }
  return lines.map((line, i) => (i < lines.length - 1 ? `${line} \\` : line));
}

/** Words of the command, an option together with its value. */
function units(command: string): string[] {
  const all: string[] = [];
  for (const word of printable(command).match(SHELL_WORD) ?? []) {
    const isValue = /^-[^\s=]*$/.test(all.at(-1) ?? '') && !word.startsWith('-');
    if (isValue) all.push(`${all.pop()} ${word}`);
    else all.push(word);
  }
  return all;
}
