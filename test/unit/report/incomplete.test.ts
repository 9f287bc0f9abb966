import { expect } from 'chai';
import type { ReportInput, Run } from '../../../cli/core/index.js';
import { formats } from '../../../cli/report/index.js';
import { cell, demoCells, input, runOf } from './sample.js';
import { flat, textOf } from './texts.js';

const without = <K extends keyof Run>(run: Run, key: K): Run => {
  const { [key]: _, ...rest } = run;
  return rest as Run;
};

/** The three formats for people, as running text. */
function texts(given: ReportInput): string[] {
  const options = { columns: 80, colour: false };
  const terminal = flat(formats.terminal(given, options)).replaceAll('Warning: ', '');
  return [terminal, flat(formats.markdown(given, options)), textOf(formats.html(given, options))];
}

const each = (given: ReportInput, ...parts: readonly string[]) => {
  for (const text of texts(given)) {
    for (const part of parts) expect(text).to.include(part);
    expect(text).not.to.match(/undefined|NaN|\[object|Infinity/);
  }
};

describe('an incomplete run', () => {
  it('without any cell says so', () => {
    each(input(runOf([])), 'Not one of 15 cells was judged.', 'Nothing was judged.', '0 of 15 cells');
  });

  it('that names nothing at all is still a report', () => {
    each(
      input(runOf([], { strategies: [], scenarios: [], backends: [], versions: {}, notes: [], subnet: '' })),
      'Nothing was judged.',
      'not recorded',
    );
  });

  it('that has no end says so, and one that was interrupted says that', () => {
    each(
      input(without(runOf(demoCells), 'ended')),
      'The run has no end: it is still under way, or it was killed.',
    );
    each(
      input(runOf(demoCells, { interrupted: true })),
      'The run was interrupted; it shows what was seen until then.',
    );
  });

  it('that was interrupted before its end gives one reason, not two', () => {
    const run = without(runOf(demoCells, { interrupted: true }), 'ended');
    for (const text of texts(input(run))) expect(text).not.to.include('The run has no end');
  });

  it('names the cells that are missing', () => {
    const partial = demoCells.filter(
      (c) => c.scenario === 'calm' || (c.strategy === 'none' && c.scenario !== 'store-restarts'),
    );
    each(
      input(runOf(partial)),
      '9 of 15 cells are missing: backend-crashes (redis, ip-hash, consistent-hash, cookie-sealed) and store-restarts (all).',
      '6 of 15 cells',
      'missing',
    );
  });

  it('shows cells that the lists of the run do not name', () => {
    each(input(runOf([cell('calm', 'stray')], { strategies: [], scenarios: [] })), 'stray', '1 cell');
  });

  it('says which names the catalogue does not know, also such as every object has', () => {
    const run = runOf([cell('constructor', 'toString')], { strategies: [], scenarios: [] });
    each(
      input(run),
      'Without words in the catalogue at hand: toString.',
      'Without words in the catalogue at hand: constructor.',
    );
  });

  it('leaves out a number that was not measured, and says so in the detail', () => {
    const given = input(
      runOf([cell('calm', 'redis', { measures: { requests: 12 } })], {
        strategies: ['redis'],
        scenarios: ['calm'],
      }),
    );
    each(given, 'holds');
    for (const text of texts(given)) expect(text).not.to.match(/holds \S*\//);
    const html = textOf(formats.html(given, { columns: 80, colour: false }));
    expect(html).to.include('Not measured: “Logged in”, “Right user, cart and counter in the end”.');
  });

  it('says of a cell that has no measures, and no operations, that it has none', () => {
    const empty = cell('calm', 'redis', { measures: {}, evidence: { from: 0, to: 0, deciding: [] } });
    const html = textOf(formats.html(input(runOf([empty])), { columns: 80, colour: false }));
    expect(html).to.include('No measures were recorded.').and.to.include('No operations are on record.');
  });

  it('shows a prediction of which nothing was observed', () => {
    const given = input(runOf([cell('calm', 'ip-hash', { measures: { predictedMoved: 8 } })]));
    const [terminal, markdown, html] = texts(given);
    expect(terminal).to.include('Moved to another backend: not measured, 8 predicted.');
    expect(markdown).to.include('Moved to another backend: not measured, 8 predicted.');
    expect(html).to.include('Moved to another backend not measured 8 visitors');
  });

  it('keeps times that it cannot read as they are', () => {
    each(input(runOf(demoCells, { started: 'long ago', ended: 'just now' })), 'long ago', 'just now');
  });
});
