import { expect } from 'chai';
import { formats } from '../../../cli/report/index.js';
import { cell, demoCells, input, runOf, SCENARIOS, STRATEGIES } from './sample.js';

const render = (given = input()) => formats.markdown(given, { columns: 80, colour: false });
const tableRows = (text: string) => text.split('\n').filter((line) => line.startsWith('|'));
/** Cells of a row: only a pipe without a backslash before it parts them. */
const cellsOf = (row: string) => row.split(/(?<!\\)\|/).slice(1, -1);

describe('the Markdown report', () => {
  it('has a table with a row for each scenario', () => {
    const rows = tableRows(render());
    expect(cellsOf(rows[0]!).map((c) => c.trim())).to.deep.equal(['', ...STRATEGIES]);
    expect(rows.slice(2).map((row) => cellsOf(row)[0]!.trim())).to.deep.equal(
      SCENARIOS.map((id) => `**${id}**`),
    );
    expect(rows[3]).to.include('❌ breaks 16/24').and.to.include('❌ (breaks 0/24)');
  });

  it('keeps the table whole whatever the names are', () => {
    const names = ['a|b', 'a\\|b', '`x|y`', '<b>', 'two\nlines'];
    const cells = names.map((name) => cell(`s|${name}`, name));
    for (const row of tableRows(render(input(runOf(cells, { strategies: [], scenarios: [] }))))) {
      expect(cellsOf(row)).to.have.length(names.length + 1);
    }
  });

  it('means every character of a reason literally', () => {
    const reason = '<img src=x> **bold** _it_ [link](x) `code` a|b & \\ ~~no~~ @team #12';
    const text = render(input(runOf([cell('calm', 'redis', { reason })])));
    expect(text).to.include(
      '&lt;img src=x&gt; \\*\\*bold\\*\\* \\_it\\_ \\[link\\](x) \\`code\\` a\\|b &amp; \\\\ \\~\\~no\\~\\~ @\u200bteam #\u200b12',
    );
  });

  it('escapes the obligation in the summary, which is HTML', () => {
    const given = input(runOf(demoCells), {
      scenarios: { calm: { obligation: 'a <b> & "c"', steps: [] } },
    });
    expect(render(given)).to.include('<summary><b>calm</b>: a &lt;b&gt; &amp; &quot;c&quot;</summary>');
  });

  it('folds the reasons of every scenario away, each cell with one line', () => {
    const text = render();
    expect(text.match(/<details>/g)).to.have.length(SCENARIOS.length + 1);
    expect(text.match(/<\/details>/g)).to.have.length(SCENARIOS.length + 1);
    for (const [, body] of text.matchAll(/<summary><b>[^\n]*<\/summary>\n\n(.*?)\n\n<\/details>/gs)) {
      expect(body!.split('\n').map((line) => line.split(':')[0])).to.deep.equal(
        STRATEGIES.map((id) => `- ${id}`),
      );
    }
  });

  it('names surprises before all else that is folded away, and says nothing without any', () => {
    const odd = cell('calm', 'redis', { verdict: 'breaks', expected: 'holds', because: 'Redis is shared.' });
    const text = render(input(runOf([odd])));
    const open = text.slice(0, text.indexOf('<details>'));
    expect(open).to.include('- redis in calm (worse than expected): **breaks.**');
    expect(open).to.include('*Expected holds: Redis is shared.*');
    expect(render()).not.to.include('Not as expected');
  });

  it('fences the command so that backticks in it do not end it', () => {
    const repeat = 'lab run "```" calm';
    expect(render(input(runOf(demoCells), { repeat }))).to.include(`\n\`\`\`\`sh\n${repeat}\n\`\`\`\`\n`);
  });
});
