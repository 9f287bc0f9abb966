import { execFileSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import type { Cell } from '../../../cli/core/index.js';
import { formats } from '../../../cli/report/index.js';
import { cell, demoCells, input, runOf } from './sample.js';
import { block, lines } from './terminal-lines.js';

describe('the terminal report', () => {
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

  it('counts a visitor as lost who was a guest for a time only, or somebody else', () => {
    const lost = (measures: Cell['measures']) =>
      cell('calm', 'redis', {
        verdict: 'breaks',
        measures: { sessionsStarted: 24, keptAfter: 24, ...measures },
      });
    const textsOf = (measures: Cell['measures']) =>
      lines(80, input(runOf([lost(measures)], { strategies: ['redis'], scenarios: ['calm'] })))[1];
    expect(textsOf({ guestAnswers: 10 })).to.equal('calm  breaks 14/24');
    expect(textsOf({ otherUser: 1 })).to.equal('calm  breaks 23/24');
    expect(textsOf({ keptAfter: 3, guestAnswers: 10 })).to.equal('calm  breaks 3/24');
    expect(textsOf({ keptDuring: 0 })).to.equal('calm  breaks 24/24');
  });

  it('claims no number where the verdict claims nothing', () => {
    const cells = [cell('calm', 'redis', { verdict: 'unknown' }), cell('calm', 'none', { verdict: 'n/a' })];
    const rows = block(
      lines(80, input(runOf(cells, { strategies: ['redis', 'none'], scenarios: ['calm'] }))),
    );
    expect(rows.join('\n')).to.equal('      redis      none\ncalm  unknown ?  n/a');
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
