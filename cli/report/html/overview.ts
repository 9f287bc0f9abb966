import type { Cell } from '../../core/index.js';
import type { Matrix } from '../matrix.js';
import { stayedOf } from '../words.js';
import { anchors } from './anchors.js';
import { type Markup, markup, spoken } from './markup.js';
import { classesOf, remarks, verdictMark } from './verdict.js';

const MOST_FOR_WIDE_CELLS = 7;

/** The matrix; every cell leads to its section. Roles are repeated, since the narrow layout takes them from the tags. */
export function overview({ scenarios, strategies, at }: Matrix): Markup {
  if (scenarios.length === 0 || strategies.length === 0)
    return markup`<p>The run names nothing to judge.</p>`;
  const density = strategies.length > MOST_FOR_WIDE_CELLS ? 'dense' : 'roomy';
  return markup`<div class="scroll" tabindex="0" role="region" aria-labelledby="matrix">
<table class="matrix ${density}" role="table">
<caption>Scenarios down, strategies across. Every cell leads to what was seen.</caption>
<thead role="rowgroup"><tr role="row"><td role="cell">${spoken('Scenario')}</td>${strategies.map(columnHead)}</tr></thead>
<tbody role="rowgroup">
${scenarios.map(
  (
    scenario,
  ) => markup`<tr role="row"><th scope="row" role="rowheader"><a href="#${anchors.scenario(scenario)}">${scenario}</a></th>
${strategies.map((strategy) => place(scenario, strategy, at(scenario, strategy)))}</tr>
`,
)}</tbody>
</table>
</div>`;
}

const columnHead = (strategy: string): Markup =>
  markup`<th scope="col" role="columnheader"><a href="#${anchors.strategy(strategy)}">${strategy}</a></th>`;

function place(scenario: string, strategy: string, cell: Cell | undefined): Markup {
  const name = markup`<span class="of" aria-hidden="true">${strategy}</span>`;
  if (!cell)
    return markup`<td role="cell" class="missing"><span class="place">${name}<span class="verdict">missing</span></span></td>
`;
  return markup`<td role="cell" class="${classesOf(cell)}"><a class="place" href="#${anchors.cell(scenario, strategy)}">${name}${spoken(`${strategy} in ${scenario}: `)}${verdictMark(cell.verdict)}${stayedBar(cell)}${remarks(cell)}</a></td>
`;
}

/** The number, and the same as a bar. */
function stayedBar(cell: Cell): Markup | undefined {
  const counts = stayedOf(cell);
  if (!counts) return undefined;
  const percent = counts.of > 0 ? (100 * counts.stayed) / counts.of : 0;
  return markup` <span class="stayed">${counts.stayed}/${counts.of}${spoken(' visitors stayed logged in. ')}</span><svg class="bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="3"/><rect width="${percent.toFixed(1)}" height="3"/></svg>`;
}
