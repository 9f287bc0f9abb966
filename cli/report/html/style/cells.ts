/** The filter, and the sections that the matrix leads to. */
export const cells = `
.filter { display: none; flex-wrap: wrap; gap: .3rem 1.3rem; margin: 1rem 0 0; padding: 0; border: 0; color: var(--muted); font-size: .93rem; }
.filter legend { float: left; padding: 0; }
.filter label { cursor: pointer; }
.filter input { accent-color: var(--link); }
.count { opacity: .75; }

.scenario { margin: 0 0 3rem; padding-top: 1.4rem; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
.obligation { font-size: 1.08rem; }
.steps { margin-bottom: 1.2rem; color: var(--muted); }
.cells { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 31rem), 1fr)); gap: 1rem; align-items: start; }
.cell { padding: 1rem 1.2rem; border: 1px solid var(--line); border-top: 4px solid var(--strong); border-radius: .7rem; background: var(--card); scroll-margin-top: 1rem; }
.cell.already { border-top-style: dashed; }
.cell:target, .strategy:target { outline: 3px solid var(--link); outline-offset: 2px; }
.cell h4 { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .7rem; }
.cell h4 .verdict, .cell h4 .stayed { padding: 0 .55rem; border-radius: 2rem; background: var(--fill); color: var(--text); font-size: .92rem; }
.cell h4 .stayed { padding: 0; background: none; color: var(--ink); font-weight: 500; }
.cell h4 .stayed:empty { display: none; }
.cell.already h4 .before { color: var(--muted); font-weight: 400; }
.expectation, .evidence, .up { color: var(--muted); font-size: .93rem; }
.measures { width: 100%; margin: .8rem 0; border-collapse: collapse; font-size: .92rem; line-height: 1.35; }
.measures th, .measures td { padding: .28rem .6rem .28rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.measures thead th { color: var(--muted); font-size: .85rem; font-weight: 500; }
.measures tbody th { font-weight: 400; }
.measures td:last-child { padding-right: 0; color: var(--muted); white-space: nowrap; }
.measures .number { text-align: right; white-space: nowrap; padding-right: .8rem; }
.measures td.number { font-weight: 600; }
.measures .zero th, .measures .zero td.number { color: var(--muted); font-weight: 400; }
.evidence code { display: inline-block; margin-top: .2rem; color: var(--ink); overflow-wrap: anywhere; }
.up { margin: 0; }
`;
