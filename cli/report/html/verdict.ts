import type { Cell, Verdict } from '../../core/index.js';
import { isSurprise, standing } from '../matrix.js';
import { MARKS, STANDING_WORDS } from '../words.js';
import { type Markup, markup, spoken } from './markup.js';

const SYMBOLS: Readonly<Record<Verdict, string>> = {
  holds: '✓',
  degrades: '≈',
  breaks: '✕',
  unknown: '?',
  'n/a': '–',
};

/** Class names by which the style sheet colours, and the filter finds, what a verdict belongs to. */
export const classOf = (verdict: Verdict): string => (verdict === 'n/a' ? 'na' : verdict);

export const classesOf = (cell: Cell): string =>
  [classOf(cell.verdict), cell.already && 'already', isSurprise(cell) ? 'surprise' : 'expected']
    .filter(Boolean)
    .join(' ');

/** Symbol and text, so that nobody needs the colour. */
export const verdictMark = (verdict: Verdict, text: string = verdict): Markup =>
  markup`<span class="verdict"><span class="symbol" aria-hidden="true">${SYMBOLS[verdict]}</span> ${text}</span>`;

/** How the cell stands to what was expected, where that is not plainly "as expected". */
export function standingMark(cell: Cell): Markup | undefined {
  const key = standing(cell);
  if (!MARKS[key]) return undefined;
  return markup`<span class="mark ${key}"><span aria-hidden="true">${MARKS[key]}</span> <span class="words">${STANDING_WORDS[key]}</span></span>`;
}

/** That, or that it was broken before the fault. */
export const remarks = (cell: Cell): Markup =>
  markup`${standingMark(cell)}${cell.already && markup`<span class="before">${spoken('broken ')}before the fault</span>`}`;
