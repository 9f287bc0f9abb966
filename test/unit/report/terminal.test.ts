import { execFileSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import type { ReportInput } from '../../../cli/core/index.js';
import { formats } from '../../../cli/report/index.js';
import { cell, demoCells, input, large, runOf, SCENARIOS, STRATEGIES } from './sample.js';

const lines = (columns: number, given: ReportInput = input(), colour = false): string[] =>
  formats.terminal(given, { columns, colour }).split('\n');
/** Lines up to the first empty one. */
const block = (all: readonly string[]): string[] => all.slice(0, all.indexOf(''));
const longWord = 'x'.repeat(300);

describe('the terminal report', () => {
  const hostile = input(runOf([cell('calm', longWord, { reason: `${longWord} 漢字漢字漢字 ${longWord}` })]), {
    warnings: [longWord],
  });
  const inputs = { demo: input(), 'eighteen by thirty': input(large(18, 30)), 'endless words': hostile };
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

  it('has no codes without colour, and only codes more with it', () => {
    const plain = formats.terminal(input(), { columns: 80, colour: false });
    const coloured = formats.terminal(input(), { columns: 80, colour: true });
    expect(plain).not.to.include('\u001b');
    expect(coloured).to.include('\u001b[32mholds 24/24\u001b[0m');
    expect(stripVTControlCharacters(coloured)).to.equal(plain);
  });

  it('draws paler what was broken before the fault', () => {
    const coloured = formats.terminal(input(), { columns: 80, colour: true });
    expect(coloured).to.include('\u001b[2;31m(breaks 0/24)\u001b[0m');
    expect(coloured).to.include('(…) broken before the fault already');
  });

  it('puts warnings first', () => {
    const given = input(runOf(demoCells), { warnings: ['run.json was damaged.'] });
    expect(lines(80, given)[0]).to.equal('Warning: run.json was damaged.');
  });

  it('marks surprises, says what was expected, and explains those marks alone', () => {
    const given = input(
      runOf([
        cell('calm', 'redis', { verdict: 'breaks', expected: 'holds', because: 'Redis is shared.' }),
        cell('calm', 'none', { verdict: 'holds', expected: 'breaks' }),
      ]),
    );
    const text = lines(120, given).join('\n');
    expect(text)
      .to.match(/breaks 24\/24 ▼/)
      .and.to.match(/holds 24\/24 ▲/);
    expect(text.replace(/\s+/g, ' ')).to.include('[Expected holds: Redis is shared.]');
    expect(text).to.include('▼ worse than expected · ▲ better than expected');
    expect(text).not.to.include('≠');
    expect(lines(120).join('\n')).not.to.match(/[▼▲≠]/);
  });

  it('puts what was predicted beside what was observed', () => {
    expect(lines(110).join(' ').replace(/\s+/g, ' ')).to.include(
      'Moved to another backend: 8 visitors, 8 predicted.',
    );
  });

  it('lets no control character of a reason through', () => {
    const reason = 'evil \u001b[2J\u001b]0;title\u0007 \u009b31m \u202egnp.exe\r\nsecond line';
    const given = input(runOf([cell('calm', `id\u001b[31m`, { reason })]), { warnings: [reason] });
    const text = formats.terminal(given, { columns: 80, colour: false });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).to.include('second line');
  });

  for (const columns of [40, 80, 120]) {
    it(`gives a command that a shell reads as the given one (${columns} columns)`, () => {
      const repeat = `lab run calm 'my folder/that is rather long' --php-ini "session.name=a  b" --strategy redis\\ two --visitors 24 --seed 4711`;
      const all = lines(columns, input(runOf(demoCells), { repeat }));
      const command = all.slice(all.indexOf('Repeat it with') + 1).join('\n');
      expect(words(command)).to.deep.equal(words(repeat));
    });
  }
});

const words = (command: string): string[] =>
  execFileSync('sh', ['-c', `set -- ${command.trim()}\nprintf '%s\\n' "$@"`], { encoding: 'utf8' }).split(
    '\n',
  );

const catalogueOf = ({ strategies, scenarios }: ReturnType<typeof large>) => ({
  strategies: Object.fromEntries(strategies.map((id) => [id, { title: id, directive: id, store: id }])),
  scenarios: Object.fromEntries(scenarios.map((id) => [id, { obligation: id, steps: [] }])),
});
