const everywhere = `
.scroll { overflow-x: auto; margin: 0 -4px; padding: 0 4px 2px; }
.matrix caption { padding: 0 0 .6rem; text-align: left; color: var(--muted); font-size: .92rem; }
.matrix th { text-align: left; font-size: .95rem; font-weight: 600; }
.matrix th a { color: inherit; text-decoration-color: var(--line); }
.matrix td[class] { padding: 0; border-radius: .55rem; background: var(--fill); color: var(--text); vertical-align: top; }
.place { display: block; position: relative; padding: .5rem .75rem .6rem; border-radius: inherit; color: inherit; text-decoration: none; }
a.place:hover { box-shadow: inset 0 0 0 2px var(--strong); }
.matrix .bar { display: block; width: 100%; height: 4px; margin-top: .4rem; border-radius: 2px; fill: var(--strong); }
.bar .rest { opacity: .22; }
.matrix .mark, .matrix .before { display: block; width: fit-content; margin-top: .4rem; }
.matrix td.already { background: color-mix(in srgb, var(--fill) 38%, var(--card)); outline: 1px dashed color-mix(in srgb, var(--strong) 55%, transparent); outline-offset: -1px; }
.matrix .already .bar { opacity: .5; }
.already .verdict { font-weight: 500; }
.matrix td.missing { border: 1px dashed var(--line); background: none; color: var(--muted); }
.missing .verdict { font-weight: 400; font-style: italic; }
`;

const asTable = `
@media screen and (min-width: 62rem), print {
  .matrix { width: calc(100% + 8px); margin: 0 -4px; border-collapse: separate; border-spacing: 4px; }
  .matrix caption { padding-left: 4px; }
  .matrix th { padding: .3rem .5rem; }
  .matrix tbody th { padding-left: 4px; }
  .matrix td[class] { height: 1px; }
  .place { height: 100%; }
  .matrix .of { display: none; }
  .matrix .stayed { float: right; }
  .roomy thead th { width: 17%; }
}
`;

const denseTable = `
@media screen and (min-width: 62rem), print {
  .dense { border-spacing: 2px; }
  .dense th { padding: .2rem .3rem; font-size: .8rem; line-height: 1.25; }
  .dense thead th { vertical-align: bottom; }
  .dense thead th a { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
  .dense tbody th { position: sticky; left: 0; z-index: 1; min-width: 7.5rem; background: var(--page); }
  .dense .place { padding: .3rem .35rem; font-size: .7rem; line-height: 1.4; }
  .dense .verdict { display: block; }
  .dense .stayed { float: none; }
  .dense .bar { margin-top: .15rem; height: 3px; }
  .dense .symbol { display: none; }
  .dense .mark .words, .dense .before { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .dense .mark { position: absolute; right: .3rem; top: 1.42rem; margin: 0; padding: 0 .25em; font-size: .65rem; }
}
`;

/** Where columns would not fit, every row becomes a block with one line a strategy. */
const asList = `
@media screen and (max-width: 61.99rem) {
  .matrix, .matrix tbody { display: block; }
  .matrix caption { display: block; }
  .matrix thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .matrix tbody tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 4px; margin-bottom: 1.6rem; }
  .matrix tbody th { grid-column: 1 / -1; padding: 0; }
  .matrix td[class] { display: grid; }
  .place { display: flex; flex-wrap: wrap; align-content: start; column-gap: .6rem; }
  .place .of { flex: 1 0 auto; }
  .place .verdict { margin-left: auto; }
  .place .stayed { min-width: 3rem; text-align: right; }
  .matrix .mark, .matrix .before { margin-left: auto; }
}
`;

/** The matrix: a table, a dense one for many strategies, or a list. */
export const matrix = everywhere + asTable + denseTable + asList;
