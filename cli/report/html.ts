import { createHash } from 'node:crypto';
import type { Format } from '../core/index.js';
import { header } from './html/header.js';
import { filter, legend } from './html/legend.js';
import { Markup, markup } from './html/markup.js';
import { overview } from './html/overview.js';
import { runSection, scenarioSection, strategySection } from './html/sections.js';
import { styleSheet } from './html/style.js';
import { arrange } from './matrix.js';
import { total } from './totals.js';

/** One file that needs nothing else: no script, no request, readable from a disk and on paper. */
export const html: Format = (input) => {
  const matrix = arrange(input.run);
  const totals = total(matrix);
  const digest = createHash('sha256').update(styleSheet).digest('base64');
  return markup`${doctype}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>session-lab: ${input.run.id}</title>
<style>${new Markup(styleSheet)}</style>
</head>
<body>
<a class="skip" href="#matrix">Skip to the matrix</a>
${header(input, matrix, totals)}
<main>
<section aria-labelledby="matrix">
<h2 id="matrix">Verdicts</h2>
${overview(matrix)}
${filter(matrix, totals)}
</section>
${legend()}
<section aria-labelledby="scenarios">
<h2 id="scenarios">What was seen</h2>
${matrix.scenarios.map((scenario) => scenarioSection(input, matrix, scenario))}</section>
<section class="strategies" aria-labelledby="strategies">
<h2 id="strategies">The strategies</h2>
<div class="cards">
${matrix.strategies.map((strategy) => strategySection(input, matrix, strategy))}</div>
</section>
${runSection(input)}</main>
</body>
</html>
`.source;
};

const doctype = new Markup('<!doctype html>');
