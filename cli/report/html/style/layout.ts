/** Type and space of the whole page, on a wide screen. */
export const layout = `
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body:has(.dense) { max-width: 110rem; }
body { max-width: 82rem; margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 5rem; background: var(--page); color: var(--ink); font: 1rem/1.55 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: .06em; }
a:focus-visible, input:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .3rem; }
h1 { max-width: 46em; margin: .4rem 0 1.1rem; font-size: clamp(1.3rem, 1rem + 1.25vw, 1.85rem); line-height: 1.32; font-weight: 640; letter-spacing: -.012em; text-wrap: pretty; }
h2 { margin: 3.5rem 0 1rem; font-size: 1.3rem; line-height: 1.3; letter-spacing: -.01em; }
h3 { margin: 0 0 .4rem; font-size: 1.08rem; }
h4 { margin: 0 0 .5rem; font-size: 1rem; }
p { margin: 0 0 .6rem; max-width: 70ch; }
ul, ol { padding-left: 1.3rem; margin: .3rem 0; }
code, pre { font-family: var(--mono); font-size: .88em; }
pre { margin: 0; padding: .9rem 1.1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); white-space: pre-wrap; overflow-wrap: anywhere; }
.spoken { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .6rem; padding: .3rem .7rem; background: var(--card); }
.eyebrow { margin: 0; color: var(--muted); font-size: .92rem; }
.lacking { color: var(--muted); font-style: italic; }
.callout { margin: 1rem 0; padding: .7rem 1.1rem; border-radius: .6rem; background: var(--note); }
.callout.warning { background: var(--warning); }
.title { margin: 0; font-size: .95rem; font-weight: 650; }
.unbroken { white-space: nowrap; }
.callout li { max-width: 80ch; }
.chips { display: flex; flex-wrap: wrap; gap: .45rem; margin: 0 0 1.2rem; padding: 0; list-style: none; }
.chip { display: inline-block; padding: .1rem .65rem; border: 1px solid color-mix(in srgb, var(--strong) 45%, transparent); border-radius: 2rem; background: var(--fill); color: var(--text); font-size: .92rem; font-weight: 600; white-space: nowrap; }
.chip.plain { border-color: var(--line); font-weight: 500; }
.verdict { font-weight: 650; white-space: nowrap; }
.mark { display: inline-block; padding: 0 .45em; border-radius: .35rem; background: var(--ink); color: var(--page); font-size: .78rem; font-weight: 600; line-height: 1.5; }
.before { font-size: .82rem; font-style: italic; }
.facts { margin: 0; }
.facts div { display: flex; gap: .8rem; padding: .12rem 0; }
.facts dt { flex: 0 0 auto; min-width: 5.2rem; color: var(--muted); }
.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.legend { padding: 1.2rem 1.4rem; margin-top: 2rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--card); }
.legend h2 { margin: 0 0 .8rem; font-size: 1.05rem; }
.legend .columns { margin: 0; gap: .6rem 2.5rem; }
.legend dl { margin: 0; }
.legend .lacking { margin: .8rem 0 0; font-size: .93rem; }
.legend dl div { display: grid; grid-template-columns: 8rem 1fr; gap: .8rem; align-items: baseline; padding: .25rem 0; }
.legend dd { margin: 0; font-size: .93rem; line-height: 1.45; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1rem; }
.strategy { padding: 1rem 1.2rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--card); scroll-margin-top: 1rem; }
.column { padding: 0; margin: .8rem 0 0; list-style: none; }
.column li { display: flex; gap: .5rem; padding: .2rem .6rem; margin-top: 2px; border-radius: .35rem; background: var(--fill); color: var(--text); font-size: .92rem; }
.column .already { background: color-mix(in srgb, var(--fill) 38%, var(--card)); outline: 1px dashed color-mix(in srgb, var(--strong) 55%, transparent); outline-offset: -1px; }
.column a { flex: 1; color: inherit; }
.column .stayed { min-width: 3.2rem; text-align: right; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1.5rem 3rem; margin-bottom: 2rem; }
`;
