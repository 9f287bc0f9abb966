import { VERDICTS } from '../../../core/index.js';
import { classOf } from '../verdict.js';

/** Which check box, when set so, takes which cells away. */
const filters = [
  ...VERDICTS.map((verdict) => [`#show-${classOf(verdict)}:not(:checked)`, `.${classOf(verdict)}`]),
  ['#only-surprises:checked', '.expected'],
];
const filtered = (cells: (which: string) => string): string =>
  filters.map(([box, which]) => `body:has(${box}) ${cells(which!)}`).join(',\n    ');

export const media = `
@media screen and (max-width: 46rem) {
  body { padding-top: 1.4rem; }
  h2 { margin-top: 2.6rem; }
  .legend dl div { grid-template-columns: 7.6rem 1fr; gap: .7rem; }
  .legend { padding: 1rem; }
}
@supports selector(:has(*)) {
  @media screen {
    .filter { display: flex; }
    ${filtered((which) => `.cell${which}:not(:target)`)} { display: none; }
    ${filtered((which) => `.matrix td${which}`)} { opacity: .22; }
  }
}
@media (prefers-reduced-motion: reduce) {
  html { scroll-behavior: auto; }
}
@media print {
  @page { margin: 14mm; }
  html { font-size: 10.5px; }
  body { max-width: none; padding: 0; background: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .skip, .filter, .up { display: none; }
  a { color: inherit; text-decoration: none; }
  .cell, .strategy, .callout, .legend, .matrix tr { break-inside: avoid; }
  h2, h3, .obligation, .steps { break-after: avoid; break-inside: avoid; }
  .cells { grid-template-columns: 1fr 1fr; }
  .dense .place, .dense th { padding: .1rem .2rem; font-size: 6px; }
}
`;
