import { text } from '../../contract/repository.js';

/** The rows of the table with this heading row in docs/consistent-hash.md, as lists of cells. */
export function rowsUnder(heading: string): string[][] {
  const lines = text('docs/consistent-hash.md').split('\n');
  const first = lines.indexOf(heading) + 2;
  const end = lines.findIndex((line, i) => i >= first && !line.startsWith('|'));
  return lines.slice(first, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
