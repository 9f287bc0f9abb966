import type { ReportInput } from '../../core/index.js';
import { facts } from '../facts.js';
import type { Matrix } from '../matrix.js';
import { listed, lookUp, stayedText } from '../words.js';
import { anchors } from './anchors.js';
import { cellSection } from './cell.js';
import { type Markup, markup } from './markup.js';
import { classesOf, verdictMark } from './verdict.js';

/** A scenario: what a strategy must achieve, what happened, and every cell of its row. */
export function scenarioSection(input: ReportInput, matrix: Matrix, scenario: string): Markup {
  const words = lookUp(input.scenarios, scenario);
  const id = anchors.scenario(scenario);
  const cells = matrix.strategies.flatMap((strategy) => matrix.at(scenario, strategy) ?? []);
  const missing = matrix.missing
    .filter((place) => place.scenario === scenario)
    .map((place) => place.strategy);
  return markup`<section class="scenario" id="${id}" aria-labelledby="${id}.name">
<h3 id="${id}.name">${scenario}</h3>
${
  words
    ? markup`<p class="obligation">${words.obligation}</p>
<ol class="steps">${words.steps.map((step) => markup`<li>${step}</li>`)}</ol>`
    : markup`<p class="lacking">The catalogue at hand has no words for this scenario.</p>`
}
<div class="cells">
${cells.map(cellSection)}</div>
${missing.length > 0 && markup`<p class="lacking">Missing, never judged: ${listed(missing)}.</p>`}
</section>
`;
}

/** A strategy: what it is, and its column of the matrix. */
export function strategySection(input: ReportInput, matrix: Matrix, strategy: string): Markup {
  const words = lookUp(input.strategies, strategy);
  const id = anchors.strategy(strategy);
  const cells = matrix.cells.filter((cell) => cell.strategy === strategy);
  return markup`<section class="strategy" id="${id}" aria-labelledby="${id}.name">
<h3 id="${id}.name">${strategy}</h3>
${
  words
    ? markup`<p>${words.title}</p>
<dl class="facts"><div><dt>balancer</dt><dd><code>${words.directive}</code></dd></div><div><dt>store</dt><dd><code>${words.store}</code></dd></div></dl>`
    : markup`<p class="lacking">The catalogue at hand has no words for this strategy.</p>`
}
<ul class="column">${cells.map(
    (
      cell,
    ) => markup`<li class="${classesOf(cell)}"><a href="#${anchors.cell(cell.scenario, strategy)}">${cell.scenario}</a> ${verdictMark(cell.verdict)} <span class="stayed">${stayedText(cell)}</span></li>
`,
  )}</ul>
</section>
`;
}

/** What a reader needs to judge and to repeat the run. */
export function runSection({ run, repeat }: ReportInput): Markup {
  return markup`<section class="run" aria-labelledby="run">
<h2 id="run">The run</h2>
<div class="columns">
${list(
  'Circumstances',
  facts(run).map(({ label, value }) => [label, value]),
)}
${list('Settings', Object.entries(run.settings), 'All at their defaults.')}
${list('Versions', Object.entries(run.versions), 'Not recorded.')}
</div>
<h3>Repeat it</h3>
<pre><code>${repeat}</code></pre>
</section>
`;
}

const list = (title: string, pairs: readonly (readonly [string, string])[], empty = ''): Markup =>
  markup`<div><h3>${title}</h3>${
    pairs.length > 0
      ? markup`<dl class="facts">${pairs.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
      : markup`<p>${empty}</p>`
  }</div>`;
