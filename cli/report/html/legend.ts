import { VERDICTS } from '../../core/index.js';
import { isSurprise, type Matrix, type Standing } from '../matrix.js';
import type { Totals } from '../totals.js';
import { MARKS, STANDING_WORDS, STAYED_MEANING, VERDICT_MEANINGS } from '../words.js';
import { type Markup, markup } from './markup.js';
import { classOf, verdictMark } from './verdict.js';

/** Explains all five verdicts, the number and the marks. */
export const legend = (): Markup => markup`<section class="legend" aria-labelledby="legend">
<h2 id="legend">How to read it</h2>
<div class="columns">
<dl>
${VERDICTS.map((verdict) => entry(markup`<span class="chip ${classOf(verdict)}">${verdictMark(verdict)}</span>`, VERDICT_MEANINGS[verdict]))}</dl>
<dl>
${entry(markup`<b>16/24</b>`, sentence(STAYED_MEANING))}${MARKED.map((key) => entry(markup`<span class="mark ${key}">${MARKS[key]}</span>`, sentence(STANDING_WORDS[key])))}${entry(markup`no mark`, 'As expected, or nobody expected anything.')}${entry(markup`<span class="before">before the fault</span>`, 'It was broken before the fault already, so the fault says nothing about it; drawn paler, with a dashed edge.')}</dl>
</div>
<p class="lacking">A scenario may state a rule of its own; its obligation says so.</p>
</section>`;

const MARKED = (Object.keys(MARKS) as Standing[]).filter((key) => MARKS[key]);

const entry = (term: Markup, meaning: string): Markup => markup`<div><dt>${term}</dt><dd>${meaning}</dd></div>
`;

const sentence = (clause: string): string => `${clause[0]!.toUpperCase()}${clause.slice(1)}.`;

/** Check boxes that hide verdicts; the style sheet alone does the work, and shows them only where it can. */
export function filter(matrix: Matrix, totals: Totals): Markup | undefined {
  const present = VERDICTS.filter((verdict) => totals.verdicts[verdict] > 0);
  const surprises = matrix.cells.filter(isSurprise).length;
  if (present.length + (surprises > 0 ? 1 : 0) < 2) return undefined;
  return markup`<fieldset class="filter"><legend>Show</legend>
${present.map(
  (
    verdict,
  ) => markup`<label><input type="checkbox" id="show-${classOf(verdict)}" checked autocomplete="off"> ${verdict} <span class="count">${totals.verdicts[verdict]}</span></label>
`,
)}${surprises > 0 && markup`<label class="only"><input type="checkbox" id="only-surprises" autocomplete="off"> only what is not as expected <span class="count">${surprises}</span></label>`}
</fieldset>`;
}
