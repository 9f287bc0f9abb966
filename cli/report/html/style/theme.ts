/** Colours, light and dark; each verdict has a fill, an ink that is readable on it, and a strong colour for lines. */
export const theme = `
:root {
  color-scheme: light dark;
  --page: #f8f7f4; --card: #ffffff; --ink: #1c212a; --muted: #59626f; --line: #e1dfd8; --link: #1d4f9c;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --note: #e8eef8; --warning: #fdf0cf;
}
.holds { --fill: #dcf2e4; --text: #14532d; --strong: #2f9e5b; }
.degrades { --fill: #fcedc6; --text: #634000; --strong: #d0910f; }
.breaks { --fill: #fadcd8; --text: #7a1a1a; --strong: #cf4a3f; }
.unknown { --fill: #e8e2f7; --text: #432e7d; --strong: #8165cf; }
.na { --fill: #eaecef; --text: #444b56; --strong: #98a1ad; }
.chip.plain { --fill: transparent; --text: var(--muted); --strong: var(--line); }
.chip.surprise { --fill: var(--ink); --text: var(--page); --strong: var(--ink); }

@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #12151a; --card: #1a1e25; --ink: #e7e9ed; --muted: #a3acb9; --line: #2d333d; --link: #93baff;
    --note: #1c2737; --warning: #382b0f;
  }
  .holds { --fill: #15341f; --text: #a9e7be; --strong: #3fae6a; }
  .degrades { --fill: #3a2c0c; --text: #f4d88f; --strong: #cf9a2a; }
  .breaks { --fill: #43191a; --text: #ffb9b1; --strong: #dd5f55; }
  .unknown { --fill: #2c2450; --text: #d2c5ff; --strong: #957de2; }
  .na { --fill: #262b33; --text: #b7bfca; --strong: #6d7684; }
}
`;
