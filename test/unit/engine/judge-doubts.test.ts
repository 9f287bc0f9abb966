import { expect } from 'chai';
import type { Expectation, Judgement, Operation, StrategyEvidence } from '../../../cli/core/index.js';
import { judgeRun } from '../../../cli/engine/judge.js';
import { CALM, cellOf, judge, only, request, STRATEGIES, verdicts, WELL } from './judging.js';

describe('doubts in judgeScenario', () => {
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

  describe('a number that was predicted', () => {
    const judged = (movedSessions?: number) =>
      judge({
        scenario: {
          expect: () => ({ verdict: 'breaks', because: 'some move', predicted: { predictedMoved: 3 } }),
        },
        found: {
          'ip-hash': {
            verdict: 'breaks',
            measures: { ...WELL.measures, ...(movedSessions !== undefined && { movedSessions }) },
          },
          redis: { verdict: 'breaks', measures: { ...WELL.measures, movedSessions: 3 } },
        },
      });

    it('and came puts nothing in doubt', () => {
      expect(cellOf(judged(3), 'ip-hash')).to.deep.include({ verdict: 'breaks', expected: 'breaks' });
    });

    it('and did not come makes that cell unknown: nginx does otherwise than its directive says', () => {
      const row = judged(2);
      expect(cellOf(row, 'ip-hash').verdict).to.equal('unknown');
      expect(cellOf(row, 'ip-hash').reason).to.equal(
        'In doubt: by the arithmetic of ip_hash, movedSessions should be 3, and is 2.',
      );
      expect(cellOf(row, 'redis').verdict).to.equal('breaks');
    });

    it('and could not be counted makes it unknown as well', () => {
      expect(cellOf(judged(), 'ip-hash').reason).to.include('should be 3, and could not be told');
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

    it('are not mended by the one who saw the witness of a reset', () => {
      expect(cellOf(served({ phase: 'reset', visitor: 0, backend: 'backend-1' }), 'redis').reason).to.equal(
        DOUBT,
      );
    });

    it('are none at all where nobody answered', () => {
      const row = judge({ lines: [] });
      expect(row.cells[0]!.reason).to.equal('In doubt: only 0 of 3 backends served before the fault.');
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
