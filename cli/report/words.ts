import type { Cell, Verdict } from '../core/index.js';
import { type Standing, standing } from './matrix.js';

/** What a reader must know to read a verdict, in one sentence each. */
export const VERDICT_MEANINGS: Readonly<Record<Verdict, string>> = {
  holds: 'Every visitor stayed the same user with cart and counter, and no request failed.',
  degrades:
    'Nobody lost anything in the end, but requests failed, hung, or were answered as a guest or in an older state, or a stated bound was missed.',
  breaks:
    'A visitor lost his session, cart or counter, was answered as somebody else, or as a guest although his strategy’s own store was not the fault; or something that he wrote was done twice.',
  unknown: 'The experiment itself is in doubt, so nothing is claimed.',
  'n/a': 'The scenario does not apply to this strategy here.',
};

/** Clauses that follow a number of cells. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  worse: 'worse than expected',
  better: 'better than expected',
  different: 'other than expected',
  unjudged: 'could not be judged',
  'as-expected': 'as expected',
  open: 'without an expectation',
};

/** What marks a cell that is not as expected; an expected cell has no mark. */
export const MARKS: Readonly<Record<Standing, string>> = {
  worse: '▼',
  better: '▲',
  different: '≠',
  unjudged: '?',
  'as-expected': '',
  open: '',
};

export const markOf = (cell: Cell): string => MARKS[standing(cell)];

export const STAYED_MEANING =
  'visitors who stayed logged in: never a guest or somebody else after the login, and in the end with their cart and counter; of those who had logged in';

/** Visitors who stayed logged in, and all who had; undefined where that was not measured, or where the verdict claims
 * nothing. The least of the three counts, for the measures do not say whether they are of the same visitors. It is below
 * all of them exactly where somebody was lost, even if only for a time. */
export function stayedOf({ verdict, measures }: Cell): { stayed: number; of: number } | undefined {
  const { keptAfter, sessionsStarted: of, guestAnswers = 0, otherUser = 0 } = measures;
  if (verdict === 'unknown' || verdict === 'n/a') return undefined;
  if (keptAfter === undefined || of === undefined) return undefined;
  return { stayed: Math.min(keptAfter, of - guestAnswers, of - otherUser), of };
}

/** "16/24" */
export function stayedText(cell: Cell): string | undefined {
  const counts = stayedOf(cell);
  return counts && `${counts.stayed}/${counts.of}`;
}

/** "holds 24/24", "breaks 16/24 ▼"; in parentheses what was broken before the fault. */
export function cellText(cell: Cell): string {
  const seen = [cell.verdict, stayedText(cell)].filter(Boolean).join(' ');
  return [cell.already ? `(${seen})` : seen, markOf(cell)].filter(Boolean).join(' ');
}

/** Explains those marks that the cells have. */
export function legendOfMarks(cells: readonly Cell[]): string[] {
  const standings = new Set(cells.map(standing));
  const marks = (Object.keys(MARKS) as Standing[])
    .filter((key) => MARKS[key] && standings.has(key))
    .map((key) => `${MARKS[key]} ${STANDING_WORDS[key]}`);
  if (marks.length > 0 && standings.has('as-expected')) marks.push('no mark: as expected');
  if (cells.some((cell) => cell.already)) marks.push('(…) broken before the fault already');
  return marks;
}

/** The entry of that name, and nothing that every object has. */
export const lookUp = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const MOST_NAMES = 5;

/** The words, or how many they are where that would be long: "18 strategies". */
export const listedBriefly = (words: readonly string[], noun: string): string =>
  words.length > MOST_NAMES ? `${words.length} ${noun}` : listed(words);

/** "Expected holds: because …" */
export function expectation({ expected, because }: Cell): string {
  const head = expected === null ? 'No expectation' : `Expected ${expected}`;
  return because ? `${head}: ${because.replace(/[^.!?)]$/, '$&.')}` : `${head}.`;
}
