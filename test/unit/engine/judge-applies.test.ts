import { expect } from 'chai';
import { findStrategy } from '../../../cli/catalog/index.js';
import type { Scenario, Strategy } from '../../../cli/core/index.js';
import { type Given, judge, only, verdicts } from './judging.js';

describe('what applies in judgeScenario', () => {
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

  describe('with settings of the scenario', () => {
    const own = { 'session.use_strict_mode': '1' };

    it('hands them to the expectation with those of the run, over which they go', () => {
      const asked: Record<string, string>[] = [];
      const expectation = { verdict: 'holds', because: 'it should' } as const;
      const row = judge({
        settings: { 'session.name': 'SID', 'session.use_strict_mode': '0' },
        scenario: {
          settings: own,
          knownSettings: ['session.name'],
          expect: ({ settings }) => {
            asked.push(settings);
            return expectation;
          },
        },
      });
      for (const settings of asked) expect(settings).to.deep.equal({ 'session.name': 'SID', ...own });
      expect(asked).to.have.length(row.cells.length);
    });

    it('asks with them whether it applies', () => {
      const notApplicable: Scenario['notApplicable'] = ({ settings }) =>
        settings['session.use_strict_mode'] === '1' ? 'it is strict' : undefined;
      expect(verdicts(judge({ scenario: { settings: own, notApplicable } }))).to.equal('n/a n/a n/a');
      expect(verdicts(judge({ scenario: { notApplicable } }))).to.equal('holds holds holds');
    });

    it('knows what follows from them, and not from others', () => {
      expect(judge({ scenario: { settings: own } }).cells[0]).to.include({ expected: 'holds' });
      const { expected, because } = judge({
        scenario: { settings: own },
        settings: { 'session.name': 'SID' },
      }).cells[0]!;
      expect([expected, because]).to.deep.equal([null, 'what follows from session.name is not known']);
    });

    it('has them in every cell; where it has none, there are none', () => {
      for (const { settings } of judge({ scenario: { settings: own } }).cells)
        expect(settings).to.deep.equal(own);
      for (const cell of judge({ settings: own }).cells) expect(cell).not.to.have.property('settings');
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
});
