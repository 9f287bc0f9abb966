import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { ReportInput } from '../../../cli/core/index.js';
import { formats } from '../../../cli/report/index.js';
import { contrast, shape, unclosed } from './markup.js';
import { cell, demoCells, input, large, runOf } from './sample.js';
import { articles, mapStrings, textOf } from './texts.js';

const render = (given: ReportInput = input()) => formats.html(given, { columns: 80, colour: false });
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1]!);
const ids = (html: string) => all(html, /\sid="([^"]*)"/g);

describe('the HTML report', () => {
  for (const [name, given] of Object.entries({ demo: input(), large: input(large(9, 7)) })) {
    it(`leads from every cell to its section, and every link to something (${name})`, () => {
      const html = render(given);
      const targets = new Set(ids(html));
      const links = all(html, /href="#([^"]*)"/g);
      expect(links.filter((link) => !targets.has(link))).to.deep.equal([]);
      const fromMatrix = all(html, /<a class="place" href="#([^"]*)"/g);
      const sections = all(html, /<article class="[^"]*" id="([^"]*)"/g);
      expect(fromMatrix).to.have.length(given.run.cells.length);
      expect([...fromMatrix].sort()).to.deep.equal([...sections].sort());
    });
  }

  it('gives no id twice, also where names look alike', () => {
    const names = ['a.b', 'a_b', 'a b', 'a/b', 'a--b', 'ä', 'A', 'a'];
    const cells = names.flatMap((scenario) => names.map((strategy) => cell(scenario, strategy)));
    const found = ids(render(input(runOf(cells))));
    expect(new Set(found).size).to.equal(found.length);
  });

  it('needs nothing but itself', () => {
    const html = render();
    expect(html).not.to.match(/<(script|link|img|iframe|object|form)\b|\ssrc=|url\(|@import|https?:/);
    expect(html).to.match(/^<!doctype html>\n<html lang="en">/);
  });

  it('allows its own style and nothing else', () => {
    const html = render();
    const style = /<style>(.*)<\/style>/s.exec(html)![1]!;
    const digest = createHash('sha256').update(style).digest('base64');
    expect(html).to.include(`content="default-src 'none'; style-src 'sha256-${digest}'; `);
    expect(html).not.to.match(/<[^>]*\s(style|on\w+)=/);
  });

  it('escapes everything that it did not write itself', () => {
    const payload = `"'><script>alert(1)</script><b x='&amp;`;
    const calm = input(runOf(demoCells, { settings: { key: 'value' } }), { warnings: ['w'] });
    const words = ['holds', 'degrades', 'breaks', 'session-lab/run@1', calm.run.started, calm.run.ended];
    const poison = (text: string) => (words.includes(text) ? text : text + payload);
    const poisoned = mapStrings(calm, poison);
    const keys = (record: object) =>
      Object.fromEntries(Object.entries(record).map(([k, v]) => [poison(k), v]));
    const evil = {
      ...poisoned,
      strategies: keys(poisoned.strategies),
      scenarios: keys(poisoned.scenarios),
      run: { ...poisoned.run, settings: keys(poisoned.run.settings), versions: keys(poisoned.run.versions) },
    } as ReportInput;
    expect(render(evil)).not.to.include('<script');
    expect(shape(render(evil))).to.deep.equal(shape(render(calm)));
    expect(textOf(render(evil))).to.include(`redis${payload} in calm${payload}`);
  });

  it('closes what it opens', () => {
    for (const given of [input(), input(large(9, 3)), input(runOf([]))])
      expect(unclosed(render(given))).to.deep.equal([]);
  });

  it('has tables that a screen reader understands', () => {
    const tables = render().match(/<table.*?<\/table>/gs)!;
    expect(tables).to.have.length(1 + 15);
    for (const table of tables) {
      expect(table).to.match(/^<table[^>]*>\s*<caption/);
      expect(table.match(/<th(?! scope="(col|row)")[ >]/)).to.equal(null);
    }
    expect(textOf(render())).to.include(
      'ip-hash in backend-crashes: ✕ breaks 16/24 visitors stayed logged in.',
    );
  });

  it('says everything that is known of a cell', () => {
    const known = demoCells.find((c) => c.strategy === 'ip-hash' && c.scenario === 'backend-crashes')!;
    const text = textOf(
      articles(render(), 'breaks').find((a) => a.includes('id="cell.backend-crashes.ip-hash"'))!,
    );
    for (const part of [
      'ip-hash in backend-crashes: ✕ breaks 16/24',
      known.reason,
      `Expected breaks: ${known.because}`,
      'Measure Observed Predicted Unit',
      'Moved to another backend 8 8 visitors',
      'Share of the busiest backend 47 % of requests',
      'lines 3100–3761; decided by 3310–3312, 3502.',
      "sed -n '3310,3312p;3502p' operations.ndjson",
    ]) {
      expect(text).to.include(part);
    }
  });

  it('shows the first of many deciding lines, and how many more there are', () => {
    const deciding = [9, 1, 2, 3, 11, 13, 15, 17, 19, 20, 30];
    const text = textOf(
      articles(render(input(runOf([cell('calm', 'a', { evidence: { from: 1, to: 40, deciding } })]))))[0]!,
    );
    expect(text).to.include('lines 1–40; decided by 1–3, 9, 11, 13, 15, 17 and 3 more.');
    expect(text).to.include("sed -n '1,3p;9p;11p;13p;15p;17p' operations.ndjson");
  });

  it('shows where a prediction was missed, and words for a measure that it does not know', () => {
    const measures = { movedSessions: 11, predictedMoved: 8, brokenCups: 3 };
    const text = textOf(articles(render(input(runOf([cell('calm', 'ip-hash', { measures })]))))[0]!);
    expect(text).to.include('Moved to another backend 11 ≠differs: 8 visitors');
    expect(text).to.include('Broken cups 3');
  });

  it('says of surprises in words what they are', () => {
    const worse = cell('calm', 'redis', { verdict: 'breaks', expected: 'holds' });
    const html = render(input(runOf([worse])));
    expect(textOf(articles(html)[0]!)).to.include('▼ worse than expected');
    expect(textOf(html.match(/<table class="matrix.*?<\/table>/s)![0])).to.include('▼ worse than expected');
    const matrix = render().match(/<table class="matrix.*?<\/table>/s)![0];
    expect(matrix).not.to.include('class="mark');
  });

  it('can be read in light and in dark: text on a verdict has a contrast of 4.5 at least', () => {
    const pairs = [...render().matchAll(/--fill: (#\w{6}); --text: (#\w{6})/g)];
    expect(pairs).to.have.length(10);
    for (const [rule, fill, text] of pairs) expect(contrast(fill!, text!), rule).to.be.at.least(4.5);
  });
});
