import { expect } from 'chai';
import { strategies } from '../../../cli/catalog/index.js';
import { type Cell, LabError, type Measures, type Run } from '../../../cli/core/index.js';
import { backendCrashes } from '../../../scenarios/backend-crashes.js';
import { calm } from '../../../scenarios/calm.js';
import { measured } from '../../docs/measured.js';
import { cell, runOf } from '../report/sample.js';

const usual: Measures = {
  sessionsStarted: 24,
  keptAfter: 24,
  keptDuring: 24,
  guestAnswers: 0,
  requests: 400,
  failedRequests: 0,
  backendsSeen: 3,
};

/** A run of all strategies in which only `ip-hash` differs. */
const runWith = (difference: Partial<Cell>, run: Partial<Run> = {}): Run =>
  runOf(
    strategies.map(({ id }) =>
      cell('backend-crashes', id, { measures: usual, ...(id === 'ip-hash' && difference) }),
    ),
    {
      seed: 7,
      visitors: 24,
      backends: ['10.86.0.11:80', '10.86.0.12:80', '10.86.0.13:80'],
      settings: {},
      ...run,
    },
  );

const lines = (difference: Partial<Cell>, run: Partial<Run> = {}): string[] =>
  measured(backendCrashes, runWith(difference, run))!.split('\n');
const rowOf = (strategy: string, all: readonly string[]) =>
  all.find((line) => line.startsWith(`| \`${strategy}\``));

describe('what a page shows of a run', () => {
  it('names the circumstances, and how to repeat it', () => {
    const all = lines({}, { visitors: 12, backends: ['10.86.0.11:80', '10.86.0.12:80'] });
    expect(all[2]).to.match(/^2 backends at 10\.86\.0\.11 to \.12, 12 visitors, seed 7; /);
    expect(all.at(-1)).to.equal(
      'Repeat it with `./lab up --strategy all --backends 2 && ./lab run backend-crashes --seed 7 --visitors 12`.',
    );
  });

  it('has no column in which there is nothing to see', () => {
    expect(lines({})).to.include('| strategy | verdict | stayed |');
    expect(rowOf('redis', lines({}))).to.equal('| `redis` | holds | 24 of 24 |');
  });

  it('has predictions beside what was seen, and what failed of how many requests', () => {
    const measures = { ...usual, keptAfter: 20, movedSessions: 4, predictedMoved: 5, failedRequests: 2 };
    const all = lines({ verdict: 'breaks', already: true, measures });
    expect(all).to.include('| strategy | verdict | stayed | moved (predicted) | failed |');
    expect(rowOf('ip-hash', all)).to.equal('| `ip-hash` | (breaks) | 20 of 24 | 4 (5) | 2 of 400 |');
    expect(rowOf('redis', all)).to.equal('| `redis` | holds | 24 of 24 | | 0 of 400 |');
  });

  it('has a column where only the prediction says that something happens', () => {
    const all = lines({ measures: { ...usual, movedSessions: 0, predictedMoved: 5 } });
    expect(rowOf('ip-hash', all)).to.equal('| `ip-hash` | holds | 24 of 24 | 0 (5) |');
  });

  it('has a measure of few scenarios before those of all, and no more columns than fit', () => {
    const troubles = {
      guestAnswers: 1,
      otherUser: 1,
      movedSessions: 1,
      failedRequests: 1,
      hungRequests: 1,
      lostWrites: 1,
      recoverySeconds: 1.26,
    };
    const measures = { ...usual, ...troubles, burntToasts: 3 } as Measures;
    const head = lines({ verdict: 'breaks', measures }).find((line) => line.startsWith('| strategy'));
    expect(head).to.equal(
      '| strategy | verdict | stayed | guests | somebody else | moved | failed | hung | burnt toasts |',
    );
  });

  it('marks what was not expected, and says why a cell was not judged', () => {
    const all = lines({ verdict: 'unknown', expected: 'holds', reason: 'The fault did not happen.' });
    expect(rowOf('ip-hash', all)).to.equal('| `ip-hash` | unknown ? | |');
    expect(all).to.include('`ip-hash`: The fault did not happen.');
    expect(all).to.include('? could not be judged; no mark: as expected.');
  });

  it('is nothing where the scenario was not played', () => {
    expect(measured(calm, runWith({}))).to.equal(undefined);
  });

  it('is refused of a run that lacks a strategy, or has settings of its own', () => {
    const cells = runWith({}).cells.slice(1);
    expect(() => measured(backendCrashes, runWith({}, { cells }))).to.throw(LabError, /has no cell of none/);
    const settings = { 'session.gc_maxlifetime': '60' };
    expect(() => measured(backendCrashes, runWith({}, { settings }))).to.throw(
      LabError,
      /settings of its own/,
    );
  });
});
