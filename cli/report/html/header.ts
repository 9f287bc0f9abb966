import { type ReportInput, VERDICTS } from '../../core/index.js';
import { gaps } from '../gaps.js';
import { headline } from '../headline.js';
import type { Matrix } from '../matrix.js';
import { countOf, standingClauses, type Totals } from '../totals.js';
import { type Markup, markup, unbroken } from './markup.js';
import { classOf, verdictMark } from './verdict.js';

/** What the run found, in one sentence and in numbers, below whatever puts it in doubt. */
export function header(input: ReportInput, matrix: Matrix, totals: Totals): Markup {
  return markup`<header>
<p class="eyebrow">session-lab · will visitors stay logged in?</p>
${callout('Warnings', 'warning', [...input.warnings, ...gaps(input, matrix)])}
<h1>${unbroken(headline(matrix))}</h1>
${chips(totals)}
${callout('Notes', 'note', input.run.notes)}
</header>`;
}

function chips(totals: Totals): Markup {
  const { cells, planned } = totals;
  const verdicts = VERDICTS.filter((verdict) => totals.verdicts[verdict] > 0).map(
    (verdict) =>
      markup`<li class="chip ${classOf(verdict)}">${verdictMark(verdict, countOf(verdict, totals.verdicts[verdict]))}</li>
`,
  );
  return markup`<ul class="chips" aria-label="Totals">
<li class="chip plain">${cells === planned ? cells : `${cells} of ${planned}`} ${planned === 1 ? 'cell' : 'cells'}</li>
${verdicts}${standingClauses(totals).map(
  ({
    mark,
    clause,
  }) => markup`<li class="chip ${mark ? 'surprise' : 'plain'}"><span aria-hidden="true">${mark}</span> ${clause}</li>
`,
)}</ul>`;
}

function callout(title: string, kind: string, sentences: readonly string[]): Markup | undefined {
  if (sentences.length === 0) return undefined;
  return markup`<section class="callout ${kind}" aria-label="${title}">
<p class="title">${title}</p>
<ul>${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul>
</section>`;
}
