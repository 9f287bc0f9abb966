import { expect } from 'chai';
import { type Run, VERDICTS, type Verdict } from '../../../cli/core/index.js';
import { FORMAT_NAMES, formats } from '../../../cli/report/index.js';
import { cell, demoCells, input, large, runOf } from './sample.js';
import { articles, flat, textOf } from './texts.js';

const options = { columns: 80, colour: false };
const render = (run: Run) => ({
  terminal: flat(formats.terminal(input(run), options)),
  markdown: flat(formats.markdown(input(run), options)),
  html: formats.html(input(run), options),
});

describe('the formats', () => {
  it('are all there under their names', () => {
    expect(Object.keys(formats)).to.deep.equal([...FORMAT_NAMES]);
  });

  it('leave the input as it is and give the same text again', () => {
    const before = JSON.stringify(input());
    const frozen = deepFreeze(input());
    for (const name of FORMAT_NAMES) {
      expect(formats[name](frozen, options)).to.equal(formats[name](frozen, options));
    }
    expect(JSON.stringify(frozen)).to.equal(before);
  });

  it('give the run itself as JSON', () => {
    const text = formats.json(input(), options);
    expect(JSON.parse(text)).to.deep.equal(runOf(demoCells));
    expect(text.endsWith('}\n')).to.equal(true);
  });
});

describe('the totals', () => {
  it('of the demo are the same sentence everywhere', () => {
    const { terminal, markdown, html } = render(runOf(demoCells));
    const sentence = '15 cells: 6 hold, 2 degrade, 7 break (4 already before the fault); all as expected.';
    expect(terminal).to.include(sentence);
    expect(markdown).to.include(sentence);
    expect(textOf(html)).to.include('15 cells ✓ 6 hold ≈ 2 degrade ✕ 7 break all as expected');
  });

  it('are what the matrices and the sections show', () => {
    const run = large(6, 5);
    const { terminal, markdown, html } = render(run);
    const rows = markdown.split('<sub>')[0]!;
    for (const verdict of VERDICTS) {
      const count = run.cells.filter((c) => c.verdict === verdict).length;
      const phrase = `${count} ${{ holds: 'hold', degrades: 'degrade', breaks: 'break' }[verdict as string] ?? verdict}`;
      expect(terminal, verdict).to.include(phrase);
      expect(textOf(html), verdict).to.include(phrase);
      expect(articles(html, verdict), verdict).to.have.length(count);
      expect(rows.split(symbols[verdict]).length - 1, verdict).to.equal(count);
    }
  });

  it('count a cell that is one alone in the singular', () => {
    const run = runOf([cell('calm', 'redis')], { strategies: ['redis'], scenarios: ['calm'] });
    expect(render(run).terminal).to.include('1 cell: 1 holds; all as expected.');
  });

  it('tell worse, better, incomparable, unjudged and unexpected cells apart', () => {
    const seen = [
      cell('calm', 'a', { verdict: 'breaks', expected: 'holds' }),
      cell('calm', 'b', { verdict: 'holds', expected: 'degrades' }),
      cell('calm', 'c', { verdict: 'n/a', expected: 'holds' }),
      cell('calm', 'd', { verdict: 'unknown', expected: 'unknown' }),
      cell('calm', 'e', { verdict: 'holds', expected: null }),
      cell('calm', 'f'),
    ];
    const { terminal, markdown } = render(runOf(seen, { strategies: [], scenarios: [] }));
    const clauses =
      '1 worse than expected, 1 better than expected, 1 other than expected, 1 could not be judged, 1 as expected, 1 without an expectation.';
    expect(terminal).to.include(clauses);
    expect(markdown).to.include(clauses);
  });
});

describe('the headline', () => {
  const headlineOf = (run: Run) => textOf(/<h1>(.*)<\/h1>/.exec(render(run).html)![1]!);

  it('tells what became of every strategy, by the worst that was seen', () => {
    expect(headlineOf(runOf(demoCells))).to.equal(
      'cookie-sealed holds in every scenario; redis degrades in backend-crashes and store-restarts; ip-hash breaks in backend-crashes; none and consistent-hash are broken before any fault.',
    );
  });

  it('is the same in the terminal and in Markdown', () => {
    const { terminal, markdown } = render(runOf(demoCells));
    expect(terminal).to.include(headlineOf(runOf(demoCells)));
    expect(markdown).to.include(`**${headlineOf(runOf(demoCells))}**`);
  });

  it('never says “every scenario” where one could not be judged', () => {
    const doubtful = demoCells.map((c) =>
      c.strategy === 'cookie-sealed' && c.scenario === 'calm' ? { ...c, verdict: 'unknown' as const } : c,
    );
    expect(headlineOf(runOf(doubtful))).to.include('cookie-sealed could not be judged in calm');
    expect(headlineOf(runOf(doubtful))).not.to.include('every');
  });

  it('says “some scenarios” where the strategies of a class differ in theirs', () => {
    const cells = demoCells
      .filter((c) => c.strategy !== 'none' && c.strategy !== 'consistent-hash')
      .map((c) => {
        const isHit = (c.strategy === 'redis') === (c.scenario === 'calm');
        return { ...c, verdict: isHit ? ('degrades' as const) : ('holds' as const) };
      });
    expect(headlineOf(runOf(cells, { strategies: [] }))).to.equal(
      'redis, ip-hash and cookie-sealed degrade in some scenarios.',
    );
  });

  it('does not say “every scenario” of a run that is not complete', () => {
    const partial = demoCells.filter((c) => c.scenario !== 'store-restarts');
    expect(headlineOf(runOf(partial))).to.include('cookie-sealed holds in calm and backend-crashes;');
    expect(headlineOf(runOf(partial))).to.include('the run is not complete');
  });

  it('counts strategies where naming them would be long', () => {
    const many = Array.from({ length: 9 }, (_, i) => cell('calm', `redis-${i}`));
    expect(headlineOf(runOf(many, { strategies: [], scenarios: [] }))).to.equal('9 strategies hold in calm.');
  });
});

const symbols: Readonly<Record<Verdict, string>> = {
  holds: '✅',
  degrades: '⚠️',
  breaks: '❌',
  unknown: '❔',
  'n/a': '➖',
};

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
