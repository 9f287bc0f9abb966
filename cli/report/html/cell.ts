import type { Cell } from '../../core/index.js';
import { type MeasureRow, measureRows, missingMeasures } from '../measures.js';
import { expectation, stayedText } from '../words.js';
import { anchors } from './anchors.js';
import { evidence } from './evidence.js';
import { type Markup, markup, spoken } from './markup.js';
import { classesOf, remarks, verdictMark } from './verdict.js';

/** Everything that is known of one strategy in one scenario. */
export function cellSection(cell: Cell): Markup {
  const { scenario, strategy, verdict, measures } = cell;
  const id = anchors.cell(scenario, strategy);
  const missing = missingMeasures(cell);
  return markup`<article class="cell ${classesOf(cell)}" id="${id}" aria-labelledby="${id}.name">
<h4 id="${id}.name"><a href="#${anchors.strategy(strategy)}">${strategy}</a>${spoken(` in ${scenario}: `)} ${verdictMark(verdict)} <span class="stayed">${stayedText(cell)}</span> ${remarks(cell)}</h4>
<p class="reason">${cell.reason || 'No reason was recorded.'}</p>
<p class="expectation">${expectation(cell)}</p>
${table(measureRows(measures), `Measures of ${strategy} in ${scenario}`)}
${missing && markup`<p class="lacking">${missing}</p>`}
${evidence(cell.evidence)}
<p class="up"><a href="#matrix">back to the matrix</a></p>
</article>
`;
}

function table(rows: readonly MeasureRow[], caption: string): Markup | undefined {
  if (rows.length === 0) return undefined;
  const isPredicted = rows.some((row) => row.predicted !== undefined);
  return markup`<table class="measures">
<caption class="spoken">${caption}</caption>
<thead><tr><th scope="col">Measure</th><th scope="col" class="number">Observed</th>${isPredicted && markup`<th scope="col" class="number">Predicted</th>`}<th scope="col">Unit</th></tr></thead>
<tbody>
${rows.map(
  (
    row,
  ) => markup`<tr class="${row.observed === '0' && 'zero'}"><th scope="row">${row.label}</th><td class="number">${row.observed ?? 'not measured'}</td>${isPredicted && prediction(row)}<td>${row.unit}</td></tr>
`,
)}</tbody>
</table>`;
}

const prediction = ({ predicted, differs }: MeasureRow): Markup =>
  markup`<td class="number ${differs && 'differs'}">${differs && markup`<span class="mark different"><span aria-hidden="true">≠</span>${spoken('differs: ')}</span> `}${predicted}</td>`;
