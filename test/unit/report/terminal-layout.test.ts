import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { cell, input, large, runOf, SCENARIOS, STRATEGIES } from './sample.js';
import { block, lines } from './terminal-lines.js';

const longWord = 'x'.repeat(300);

describe('the layout of the terminal report', () => {
  const hostile = input(runOf([cell('calm', longWord, { reason: `${longWord} 漢字漢字漢字 ${longWord}` })]), {
    warnings: [longWord],
  });
  const wide = input(runOf([cell('calm', '会話', { reason: '漢字'.repeat(200) })]));
  const inputs = {
    demo: input(),
    'eighteen by thirty': input(large(18, 30)),
    'endless words': hostile,
    'wide characters': wide,
  };
  for (const [name, given] of Object.entries(inputs)) {
    for (const columns of [40, 61, 80, 100, 120, 200]) {
      it(`stays within ${columns} columns (${name})`, () => {
        const tooLong = lines(columns, given, true)
          .map(stripVTControlCharacters)
          .filter(
            (line) =>
              [...line].reduce((width, c) => width + (/\p{Script=Han}/u.test(c) ? 2 : 1), 0) > columns,
          );
        expect(tooLong).to.deep.equal([]);
      });
    }
  }

  it('has a column for each strategy where that fits', () => {
    const [head, ...rows] = block(lines(120));
    expect(head!.trim().split(/ {2,}/)).to.deep.equal([...STRATEGIES]);
    expect(rows.map((row) => row.split(' ')[0])).to.deep.equal([...SCENARIOS]);
    expect(rows[1]!.split(/ {2,}/)).to.deep.equal([
      'backend-crashes',
      '(breaks 0/24)',
      'degrades 24/24',
      'breaks 16/24',
      '(breaks 0/24)',
      'holds 24/24',
    ]);
  });

  it('has a column for each scenario where only that fits', () => {
    const [head, ...rows] = block(lines(80));
    expect(head!.trim().split(/ {2,}/)).to.deep.equal([...SCENARIOS]);
    expect(rows.map((row) => row.split(' ')[0])).to.deep.equal([...STRATEGIES]);
  });

  it('is a list of one line a cell where no table fits', () => {
    const list = block(lines(60));
    expect(list.filter((line) => SCENARIOS.some((id) => id === line))).to.deep.equal([...SCENARIOS]);
    expect(
      list.filter((line) => /^ {2}\S+ +\(?(holds|degrades|breaks) \d+\/24\)?$/.test(line)),
    ).to.have.length(15);
    expect(list).to.have.length(18);
  });

  it('shows every cell of a large run', () => {
    const list = block(lines(100, input(large(18, 30), { ...catalogueOf(large(18, 30)) })));
    expect(list.filter((line) => line.startsWith('  '))).to.have.length(540);
  });

  it('aligns the columns', () => {
    const rows = block(lines(120));
    const start = rows[0]!.indexOf('ip-hash');
    for (const row of rows.slice(1)) expect(row.slice(start - 2, start + 6)).to.match(/^ {2}(holds|breaks)/);
  });
});

const catalogueOf = ({ strategies, scenarios }: ReturnType<typeof large>) => ({
  strategies: Object.fromEntries(strategies.map((id) => [id, { title: id, directive: id, store: id }])),
  scenarios: Object.fromEntries(scenarios.map((id) => [id, { obligation: id, steps: [] }])),
});
