import { text } from '../../contract/repository.js';

/** The rows of the page's table with this heading row, as lists of cells. */
export function rowsUnder(heading: string, page = 'docs/consistent-hash.md'): string[][] {
  const lines = text(page).split('\n');
  const first = lines.indexOf(heading) + 2;
  const end = lines.findIndex((line, i) => i >= first && !line.startsWith('|'));
  return lines.slice(first, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
