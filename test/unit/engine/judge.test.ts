import { expect } from 'chai';
import { findStrategy } from '../../../cli/catalog/index.js';
import {
  type Cell,
  type Doubt,
  type Expectation,
  type Judgement,
  type Mark,
  type Operation,
  people,
  type Run,
  type Scenario,
  type Strategy,
  type StrategyEvidence,
} from '../../../cli/core/index.js';
import { judgeRun, judgeScenario, type Row } from '../../../cli/engine/judge.js';
import { aFault, aScenario } from './fakes.js';

const STRATEGIES = ['none', 'redis', 'ip-hash'].map((id) => findStrategy(id)!);
const WELL: Judgement = {
  verdict: 'holds',
  reason: 'All is well.',
  measures: { sessionsStarted: 2, keptAfter: 2, guestAnswers: 0, otherUser: 0 },
  deciding: [],
};

interface Given extends Partial<Pick<Run, 'unavailable' | 'replaced'>> {
  readonly settings?: Readonly<Record<string, string>>;
  /** What the check finds, by strategy; default: WELL. */
  readonly found?: Readonly<Record<string, Partial<Judgement>>>;
  readonly scenario?: Partial<Scenario>;
  readonly strategies?: readonly Strategy[];
  readonly doubts?: readonly Pick<Doubt, 'strategy' | 'reason'>[];
  readonly marks?: readonly Pick<Mark, 'mark' | 't'>[];
  readonly lines?: readonly (Operation | Mark | Doubt)[];
}

const request = (strategy: string, n: number, different: Partial<Operation> = {}): Operation => ({
  kind: 'op',
  t: n,
  ms: 1,
  scenario: 'a-scenario',
  phase: 'calm',
  strategy,
  visitor: 1,
  address: '198.18.0.1',
  self: null,
  method: 'GET',
  path: '/me',
  outcome: 'ok',
  backend: `backend-${n}`,
  ...different,
});

/** Every strategy was answered by two backends. */
const CALM = STRATEGIES.flatMap(({ id }) => [request(id, 1), request(id, 2)]);

function judge({
  found = {},
  scenario,
  doubts = [],
  marks = [],
  lines = CALM,
  settings = {},
  strategies = STRATEGIES,
  ...run
}: Given = {}): Row {
  const all = [
    ...lines,
    ...marks.map((one) => ({ kind: 'mark', scenario: 'a-scenario', ...one }) as const),
    ...doubts.map((one) => ({ kind: 'doubt', t: 0, scenario: 'a-scenario', ...one }) as const),
  ];
  return judgeScenario({
    scenario: aScenario({ check: ({ strategy }) => ({ ...WELL, ...found[strategy.id] }), ...scenario }),
    strategies,
    people: people(2, 1),
    servers: ['10.86.0.11:80', '10.86.0.12:80', '10.86.0.13:80'],
    run: { settings, ...run },
    lines: all.map((line, i) => ({ ...line, line: i + 2 })),
  });
}

const verdicts = ({ cells }: Row): string => cells.map(({ verdict }) => verdict).join(' ');
const only = (id: string) => (strategy: Strategy) => strategy.id === id;
const cellOf = ({ cells }: Row, id: string): Cell => cells.find(({ strategy }) => strategy === id)!;

describe('judgeScenario', () => {
  it('makes a cell of each strategy, from what the check finds and what the scenario expects', () => {
    const expectation: Expectation = { verdict: 'breaks', because: 'it is fragile', source: 'a book, p. 7' };
    const row = judge({
      found: { redis: { verdict: 'degrades', reason: 'It limps.', measures: { requests: 5 } } },
      scenario: { expect: () => expectation },
    });
    expect(verdicts(row)).to.equal('holds degrades holds');
    expect(cellOf(row, 'redis')).to.deep.include({
      scenario: 'a-scenario',
      strategy: 'redis',
      verdict: 'degrades',
      expected: 'breaks',
      because: 'it is fragile (a book, p. 7)',
      reason: 'It limps.',
      measures: { requests: 5 },
    });
    expect(row.greenControls).to.deep.equal([]);
  });

  it('names no source where there is none', () => {
    expect(judge().cells[0]!.because).to.equal('it should');
  });

  describe('with settings that differ from the defaults', () => {
    const settings = { 'session.use_strict_mode': '1', 'session.name': 'SID' };

    it('expects what the scenario says, where it knows all of them', () => {
      const scenario = { knownSettings: ['session.name', 'session.use_strict_mode'] };
      expect(judge({ settings, scenario }).cells[0]).to.include({ expected: 'holds', because: 'it should' });
    });

    it('expects nothing where it does not know one, and says which', () => {
      for (const scenario of [{}, { knownSettings: ['session.use_strict_mode'] }]) {
        const cell = judge({ settings, scenario }).cells[0]!;
        expect(cell).to.include({ verdict: 'holds', expected: null });
        expect(cell.because).to.include('session.name');
      }
    });
  });

  it('marks what was broken before the fault already', () => {
    const row = judge({ found: { none: { verdict: 'breaks', already: true } } });
    expect(row.cells.map(({ already }) => already)).to.deep.equal([true, undefined, undefined]);
  });

  it('says nothing of before where the cell is in doubt', () => {
    const found = { none: { verdict: 'breaks', already: true } } as const;
    const row = judge({ found, doubts: [{ reason: 'an alert' }] });
    expect(row.cells[0]).not.to.have.property('already');
  });

  it('points at the lines of the strategy, and at the deciding ones in order', () => {
    const row = judge({
      scenario: {
        check: ({ operations }) => ({ ...WELL, deciding: operations.slice(0, 2).reverse() }),
      },
      lines: [request('redis', 1), request('none', 1), request('redis', 2), request('none', 2)],
    });
    expect(cellOf(row, 'redis').evidence).to.deep.equal({ from: 2, to: 4, deciding: [2, 4] });
    expect(cellOf(row, 'none').evidence).to.deep.equal({ from: 3, to: 5, deciding: [3, 5] });
    expect(cellOf(row, 'ip-hash').evidence).to.deep.equal({ from: 0, to: 0, deciding: [] });
  });

  describe('hands the check', () => {
    function handed(given: Given): StrategyEvidence {
      const seen: StrategyEvidence[] = [];
      const check = (evidence: StrategyEvidence) => {
        seen.push(evidence);
        return WELL;
      };
      judge({ ...given, scenario: { ...given.scenario, check } });
      return seen.find(({ strategy }) => strategy.id === 'redis')!;
    }

    it('the operations of its strategy only', () => {
      expect(handed({}).operations.map(({ strategy }) => strategy)).to.deep.equal(['redis', 'redis']);
      expect(handed({}).people).to.deep.equal(people(2, 1));
    });

    it('the moments of fault and heal, where there were any', () => {
      const marks = [
        { mark: 'fault', t: 20 },
        { mark: 'healed', t: 30 },
      ] as const;
      expect(handed({ marks })).to.include({ injectedAt: 20, healedAt: 30 });
      expect(handed({})).not.to.have.any.keys('injectedAt', 'healedAt');
    });

    it('whether the fault was in its own store', () => {
      const hitting = (...roles: string[]) =>
        handed({ scenario: { fault: { waves: () => [{ kind: aFault([]), roles }] } } }).storeConcerned;
      expect(hitting('redis')).to.equal(true);
      expect(hitting('backend-1', 'redis')).to.equal(true);
      expect(hitting('backend-1', 'memcached')).to.equal(false);
      expect(handed({}).storeConcerned).to.equal(false);
    });

    it('and asks the fault with all strategies and all backends', () => {
      const asked: unknown[] = [];
      const waves = (...args: unknown[]) => {
        asked.push(args);
        return [];
      };
      judge({ scenario: { fault: { waves } } });
      expect(asked[0]).to.deep.equal([STRATEGIES, ['backend-1', 'backend-2', 'backend-3']]);
    });
  });

  describe('does not trip', () => {
    it('over a check that throws: that cell is unknown, the others are judged', () => {
      const check = ({ strategy }: StrategyEvidence) => {
        if (strategy.id === 'redis') throw new TypeError('x is not a function');
        return WELL;
      };
      const row = judge({ scenario: { check } });
      expect(verdicts(row)).to.equal('holds unknown holds');
      expect(cellOf(row, 'redis').reason).to.equal('The check threw: x is not a function.');
    });

    it('over an expectation that throws: then nothing is expected', () => {
      const row = judge({
        scenario: {
          expect: () => {
            throw new Error('no ring');
          },
        },
      });
      expect(row.cells[0]).to.include({
        verdict: 'holds',
        expected: null,
        because: 'the expectation could not be computed (no ring)',
      });
    });
  });

  describe('where the scenario does not apply', () => {
    const notApplicable = ({ strategy }: { strategy: Strategy }) =>
      strategy.id === 'none' ? 'it needs nginx 1.29.6' : undefined;

    it('says why, expects that, and checks nothing', () => {
      const row = judge({ scenario: { notApplicable }, found: { none: { verdict: 'breaks' } } });
      expect(row.cells[0]).to.deep.include({
        verdict: 'n/a',
        expected: 'n/a',
        reason: 'Does not apply: it needs nginx 1.29.6.',
        because: 'it needs nginx 1.29.6',
        measures: {},
      });
    });

    it('no doubt makes it unknown', () => {
      const row = judge({
        scenario: { notApplicable },
        doubts: [{ reason: 'it rained' }, { strategy: 'none', reason: 'it snowed' }],
        lines: [],
      });
      expect(verdicts(row)).to.equal('n/a unknown unknown');
    });

    it('it is neither a control nor a negative control', () => {
      const row = judge({
        scenario: { notApplicable, isControl: only('none'), isNegativeControl: only('none') },
        found: { none: { measures: { sessionsStarted: 2, keptAfter: 0 } } },
      });
      expect(verdicts(row)).to.equal('n/a holds holds');
      expect(row.greenControls).to.deep.equal([]);
    });
  });

  describe('a strategy that cannot be played at all', () => {
    const unavailable = { none: 'needs nginx 1.29.6' };

    it('is n/a in whatever scenario, with that reason, and nothing is checked', () => {
      const row = judge({ unavailable, found: { none: { verdict: 'breaks' } } });
      expect(row.cells[0]).to.deep.include({
        verdict: 'n/a',
        expected: 'n/a',
        because: 'needs nginx 1.29.6',
        reason: 'Does not apply: needs nginx 1.29.6.',
        measures: {},
      });
      expect(verdicts(row)).to.equal('n/a holds holds');
    });

    it('is so with that reason where the scenario does not apply either', () => {
      const row = judge({ unavailable, scenario: { notApplicable: () => 'one backend' } });
      expect(row.cells.map(({ because }) => because)).to.deep.equal([
        'needs nginx 1.29.6',
        'one backend',
        'one backend',
      ]);
    });

    it('is neither a control nor a negative control', () => {
      const row = judge({
        unavailable,
        scenario: { isControl: only('none'), isNegativeControl: only('none') },
        found: { none: { verdict: 'breaks' } },
      });
      expect(verdicts(row)).to.equal('n/a holds holds');
      expect(row.greenControls).to.deep.equal([]);
    });
  });

  describe('another consistent_hash module', () => {
    const replaced = { consistent_hash: 'a folder of mine' };
    const withRing = ['consistent-hash', 'ip-hash'].map((id) => findStrategy(id)!);
    const expected = (given: Given): (string | null)[] =>
      judge({ ...given, strategies: withRing }).cells.map((cell) => cell.expected);

    it('leaves no expectation of the strategies that it balances, and of no others', () => {
      expect(expected({ replaced })).to.deep.equal([null, 'holds']);
      const { because } = judge({ replaced, strategies: withRing }).cells[0]!;
      expect(because).to.equal('another consistent_hash module: its ring is not known');
    });

    it('is not what another part is that was replaced', () => {
      expect(expected({ replaced: { mysql: 'an image' } })).to.deep.equal(['holds', 'holds']);
      expect(expected({})).to.deep.equal(['holds', 'holds']);
    });
  });

  describe('doubts', () => {
    it('of the row make all of it unknown, and keep the measures', () => {
      const row = judge({ doubts: [{ reason: 'the fault did not happen' }, { reason: 'an alert' }] });
      expect(verdicts(row)).to.equal('unknown unknown unknown');
      for (const { reason, measures } of row.cells) {
        expect(reason).to.equal('In doubt: the fault did not happen; an alert.');
        expect(measures).to.deep.equal(WELL.measures);
      }
    });

    it('of one strategy make its cell unknown', () => {
      const row = judge({ doubts: [{ strategy: 'redis', reason: 'backend-1 did not serve redis again' }] });
      expect(verdicts(row)).to.equal('holds unknown holds');
      expect(cellOf(row, 'redis').reason).to.equal('In doubt: backend-1 did not serve redis again.');
    });

    it('overrule a verdict that is bad as well as one that is good', () => {
      expect(verdicts(judge({ found: { none: { verdict: 'breaks' } }, doubts: [{ reason: 'x' }] }))).to.equal(
        'unknown unknown unknown',
      );
    });
  });

  describe('a control', () => {
    const control = (measures: Judgement['measures'], verdict: Judgement['verdict'], who = 'redis') =>
      judge({
        scenario: { isControl: only(who) },
        found: { redis: { verdict, measures: { ...WELL.measures, ...measures } } },
      });

    for (const [what, verdict, measures] of [
      ['lost a session', 'breaks', { keptAfter: 1 }],
      ['answered as a guest', 'degrades', { guestAnswers: 1 }],
      ['answered as somebody else', 'breaks', { otherUser: 1 }],
    ] as const) {
      it(`that ${what} puts the row in doubt`, () => {
        const row = control(measures, verdict);
        expect(verdicts(row)).to.equal('unknown unknown unknown');
        for (const { reason } of row.cells) expect(reason).to.include('the control redis');
      });

      it(`is none by itself: a strategy that ${what} and is no control puts nothing in doubt`, () => {
        expect(verdicts(control(measures, verdict, 'ip-hash'))).to.equal(`holds ${verdict} holds`);
      });
    }

    it('whose check threw is unknown itself, and puts nothing else in doubt', () => {
      const check = ({ strategy }: StrategyEvidence) => {
        if (strategy.id === 'redis') throw new Error('no');
        return WELL;
      };
      expect(verdicts(judge({ scenario: { isControl: only('redis'), check } }))).to.equal(
        'holds unknown holds',
      );
    });

    it('whose requests only failed or hung is not disturbed', () => {
      const row = control({ keptAfter: 1, failedRequests: 9, hungRequests: 9 }, 'degrades');
      expect(verdicts(row)).to.equal('holds degrades holds');
    });
  });

  describe('a negative control', () => {
    const negative = (verdict: Judgement['verdict']) =>
      judge({ scenario: { isNegativeControl: only('none') }, found: { none: { verdict } } });

    for (const verdict of ['holds', 'degrades'] as const) {
      it(`that ${verdict} puts the row in doubt, and is told of`, () => {
        const row = negative(verdict);
        expect(verdicts(row)).to.equal('unknown unknown unknown');
        expect(row.greenControls).to.deep.equal(['none, which must break in a-scenario, did not']);
      });
    }

    for (const verdict of ['breaks', 'unknown'] as const) {
      it(`that ${verdict === 'breaks' ? 'breaks' : 'is unknown'} puts nothing else in doubt`, () => {
        const row = negative(verdict);
        expect(verdicts(row)).to.equal(`${verdict} holds holds`);
        expect(row.greenControls).to.deep.equal([]);
      });
    }
  });

  describe('fewer than two backends before the fault', () => {
    const served = (different: Partial<Operation>, expectation: Partial<Expectation> = {}) =>
      judge({
        scenario: { expect: () => ({ verdict: 'holds', because: '', ...expectation }) },
        lines: [
          ...CALM.filter(({ strategy }) => strategy !== 'redis'),
          request('redis', 2),
          request('redis', 2, different),
        ],
      });
    const DOUBT = 'In doubt: only 1 of 3 backends served before the fault.';

    it('make the cell unknown', () => {
      const row = served({});
      expect(verdicts(row)).to.equal('holds unknown holds');
      expect(cellOf(row, 'redis').reason).to.equal(DOUBT);
    });

    it('are not mended by those that served later', () => {
      for (const phase of ['fault', 'settle', 'after'] as const) {
        expect(cellOf(served({ phase, backend: 'backend-1' }), 'redis').reason, phase).to.equal(DOUBT);
      }
      expect(verdicts(served({ phase: 'arrange', backend: 'backend-1' }))).to.equal('holds holds holds');
    });

    it('are what there must be where the arithmetic predicts one', () => {
      const row = judge({
        scenario: { expect: () => ({ verdict: 'holds', because: '', predicted: { backendsSeen: 1 } }) },
        lines: STRATEGIES.map(({ id }) => request(id, 2)),
      });
      expect(verdicts(row)).to.equal('holds holds holds');
    });

    it('are in doubt where the arithmetic predicts two', () => {
      expect(cellOf(served({}, { predicted: { backendsSeen: 2 } }), 'redis').verdict).to.equal('unknown');
    });

    it('are none at all where nobody answered', () => {
      const row = judge({ lines: [] });
      expect(row.cells[0]!.reason).to.equal('In doubt: only 0 of 3 backends served before the fault.');
    });
  });

  describe('what was predicted', () => {
    const moved = { found: { redis: { measures: { movedSessions: 4 } } } };

    it('stands beside what was seen', () => {
      const expectation = {
        verdict: 'breaks',
        because: '',
        predicted: { predictedMoved: 5, backendsSeen: 3 },
      };
      const row = judge({ ...moved, scenario: { expect: () => expectation as Expectation } });
      expect(cellOf(row, 'redis').measures).to.deep.equal({ movedSessions: 4, predictedMoved: 5 });
    });

    it('is absent where nothing was', () => {
      expect(cellOf(judge(moved), 'redis').measures).to.deep.equal({ movedSessions: 4 });
    });

    it('is every number whose name says so, and not what is only for the judge', () => {
      const expectation = {
        verdict: 'breaks',
        because: '',
        predicted: { predictedLastOctet: 2, predictedOtherNetwork: 0, backendsSeen: 2 },
      };
      const row = judge({
        found: { redis: { measures: { keptLastOctet: 1 } } },
        scenario: { expect: () => expectation as Expectation },
      });
      expect(cellOf(row, 'redis').measures).to.deep.equal({
        keptLastOctet: 1,
        predictedLastOctet: 2,
        predictedOtherNetwork: 0,
      });
    });

    it('may be that nobody moves', () => {
      const row = judge({
        scenario: { expect: () => ({ verdict: 'holds', because: '', predicted: { predictedMoved: 0 } }) },
      });
      expect(row.cells[0]!.measures.predictedMoved).to.equal(0);
    });
  });
});

describe('judgeRun', () => {
  const cells = [
    ...judge({ found: { none: { verdict: 'breaks' } } }).cells,
    ...judge({ scenario: { id: 'other', notApplicable: () => 'why not' } }).cells.slice(0, 1),
  ];

  it('believes the cells where every negative control broke', () => {
    expect(judgeRun(cells, [])).to.deep.equal(cells);
  });

  it('believes none of them where one stayed green, and leaves what does not apply', () => {
    const judged = judgeRun(cells, ['none, which must break in calm, did not']);
    expect(judged.map(({ verdict }) => verdict)).to.deep.equal(['unknown', 'unknown', 'unknown', 'n/a']);
    expect(judged[1]!.reason).to.equal(
      'In doubt: none, which must break in calm, did not, so this run shows nothing.',
    );
    expect(judged[3]).to.equal(cells[3]);
  });
});
