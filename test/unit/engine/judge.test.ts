import { expect } from 'chai';
import { type Expectation, people, type StrategyEvidence } from '../../../cli/core/index.js';
import { aFault } from './fakes.js';
import { CALM, cellOf, type Given, judge, request, STRATEGIES, verdicts, WELL } from './judging.js';

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

  it('points at no line of the witness of a reset', () => {
    const witness = (id: string) => request(id, 1, { phase: 'reset', visitor: 0 });
    const row = judge({
      lines: [witness('redis'), request('redis', 1), request('redis', 2), witness('none'), witness('redis')],
    });
    expect(cellOf(row, 'redis').evidence).to.deep.equal({ from: 3, to: 4, deciding: [] });
    expect(cellOf(row, 'none').evidence).to.deep.equal({ from: 0, to: 0, deciding: [] });
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

    it('the first moment of several waves, and the last', () => {
      const marks = [20, 40, 60].flatMap((t) => [
        { mark: 'fault', t } as const,
        { mark: 'healed', t: t + 10 } as const,
      ]);
      expect(handed({ marks })).to.include({ injectedAt: 20, healedAt: 70 });
    });

    it('of runs in which each strategy has its own lab, the moments in its own', () => {
      const inLabOf = (strategy: string, t: number) => [
        { mark: 'fault', t, strategy } as const,
        { mark: 'healed', t: t + 10, strategy } as const,
      ];
      const marks = [...inLabOf('none', 20), ...inLabOf('redis', 120), ...inLabOf('ip-hash', 220)];
      expect(handed({ marks })).to.include({ injectedAt: 120, healedAt: 130 });
    });

    it('no operation of the witness of a reset', () => {
      const witness = request('redis', 3, { phase: 'reset', visitor: 0 });
      expect(handed({ lines: [witness, ...CALM] }).operations.map(({ visitor }) => visitor)).to.deep.equal([
        1, 1,
      ]);
    });

    it('whether the fault was in its own store', () => {
      const hitting = (...roles: string[]) =>
        handed({ scenario: { fault: { waves: () => [{ kind: aFault([]), roles }] } } }).storeConcerned;
      expect(hitting('redis')).to.equal(true);
      expect(hitting('backend-1', 'redis')).to.equal(true);
      expect(hitting('backend-1', 'memcached')).to.equal(false);
      expect(handed({}).storeConcerned).to.equal(false);
    });

    it('so too where a later wave was', () => {
      const waves = () => ['backend-1', 'redis'].map((role) => ({ kind: aFault([]), roles: [role] }));
      expect(handed({ scenario: { fault: { waves } } }).storeConcerned).to.equal(true);
    });

    it('what the scenario says of its store, where it says something', () => {
      const fault = { waves: () => [{ kind: aFault([]), roles: ['redis'] }] };
      for (const concerned of [true, false]) {
        const asked: string[] = [];
        const concernsStore = ({ id }: { id: string }) => {
          asked.push(id);
          return concerned;
        };
        const scenario = { concernsStore, ...(concerned ? {} : { fault }) };
        expect(handed({ scenario }).storeConcerned).to.equal(concerned);
        expect(asked).to.deep.equal(STRATEGIES.map(({ id }) => id));
      }
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
