import { expect } from 'chai';
import { findStrategy } from '../../../cli/catalog/index.js';
import { type Cell, RUN_SCHEMA, type Run, type Strategy, type Verdict } from '../../../cli/core/index.js';
import { exitCodeOf, missingControls, nothingToBreak } from '../../../cli/engine/index.js';
import { aFault, aScenario } from './fakes.js';

const cell = (verdict: Verdict, expected: Verdict | null): Cell => ({
  strategy: 'redis',
  scenario: 'calm',
  verdict,
  expected,
  because: '',
  reason: '',
  measures: {},
  evidence: { from: 0, to: 0, deciding: [] },
});

function run(cells: readonly Cell[], different: Partial<Run> = {}): Run {
  return {
    schema: RUN_SCHEMA,
    id: 'a-run',
    seed: 1,
    started: '2030-01-01T00:00:00.000Z',
    settings: {},
    subnet: '10.86.0.0/23',
    versions: {},
    backends: [],
    visitors: 2,
    strategies: ['redis'],
    scenarios: ['calm'],
    notes: [],
    cells,
    ...different,
  };
}

const WELL = cell('holds', 'holds');

describe('exitCodeOf', () => {
  for (const [code, what, cells] of [
    [0, 'all is as expected', [WELL, cell('breaks', 'breaks'), cell('n/a', 'n/a')]],
    [0, 'a verdict is better than expected', [cell('holds', 'breaks'), cell('degrades', 'breaks')]],
    [0, 'nothing was expected', [cell('breaks', null)]],
    [1, 'a verdict is worse than expected', [WELL, cell('degrades', 'holds')]],
    [1, 'what should degrade breaks', [cell('breaks', 'degrades')]],
    [2, 'a cell could not be judged', [WELL, cell('unknown', 'holds')]],
    [
      2,
      'a cell could not be judged and another one is worse',
      [cell('breaks', 'holds'), cell('unknown', 'holds')],
    ],
    [2, 'there is no cell', []],
  ] as const) {
    it(`is ${code} where ${what}`, () => {
      expect(exitCodeOf(run(cells))).to.equal(code);
    });
  }

  it('is 130 where the run was interrupted, whatever was seen', () => {
    for (const cells of [[], [WELL], [cell('breaks', 'holds')], [cell('unknown', null)]])
      expect(exitCodeOf(run(cells, { interrupted: true }))).to.equal(130);
  });

  describe('with --require', () => {
    for (const [code, verdict, required] of [
      [0, 'holds', 'holds'],
      [1, 'degrades', 'holds'],
      [1, 'breaks', 'holds'],
      [0, 'holds', 'degrades'],
      [0, 'degrades', 'degrades'],
      [1, 'breaks', 'degrades'],
      [0, 'n/a', 'holds'],
      [2, 'unknown', 'degrades'],
    ] as const) {
      it(`${required} is ${code} for a cell that ${verdict}, though that was expected`, () => {
        expect(exitCodeOf(run([WELL, cell(verdict, verdict)]), required)).to.equal(code);
      });
    }

    it('degrades is still 1 where a verdict is worse than expected', () => {
      expect(exitCodeOf(run([cell('degrades', 'holds')]), 'degrades')).to.equal(1);
    });
  });
});

describe('nothingToBreak', () => {
  const here = { backends: ['10.86.0.11:80', '10.86.0.12:80'] };
  const onRedis = aScenario({
    id: 'redis-breaks',
    fault: {
      waves: (strategies, backends) =>
        strategies.some(({ store }) => store.id === 'redis')
          ? [{ kind: aFault([]), roles: ['redis', ...backends] }]
          : [],
    },
  });

  it('names the fault scenarios that break nothing for who was chosen and can be played', () => {
    const [redis, sealed] = ['redis', 'cookie-sealed'].map((id) => findStrategy(id)!);
    expect(nothingToBreak([onRedis], [redis!, sealed!], here)).to.deep.equal([]);
    expect(nothingToBreak([onRedis, aScenario()], [sealed!], here)).to.deep.equal([
      'redis-breaks broke nothing: no strategy was chosen that has what it breaks',
    ]);
    const unavailable = { redis: 'no Redis' };
    expect(nothingToBreak([onRedis], [redis!, sealed!], { ...here, unavailable })).to.have.length(1);
  });
});

describe('missingControls', () => {
  const [redis, sealed] = ['redis', 'cookie-sealed'].map((id) => findStrategy(id)!) as [Strategy, Strategy];
  const breaking = aScenario({
    id: 'store-breaks',
    fault: { waves: () => [] },
    isControl: (strategy) => strategy === sealed,
  });

  it('names the fault scenarios for which no control was chosen', () => {
    const missing = missingControls([breaking], [redis]);
    expect(missing).to.have.length(1);
    expect(missing[0]).to.match(/^store-breaks ran without a control/);
  });

  it('is content with one control', () => {
    expect(missingControls([breaking], [redis, sealed])).to.deep.equal([]);
  });

  it('does not take for one what cannot be played in this lab', () => {
    const unavailable = { 'cookie-sealed': 'no libsodium' };
    expect(missingControls([breaking], [redis, sealed], unavailable)).to.have.length(1);
    expect(missingControls([breaking], [redis, sealed], { redis: 'no Redis' })).to.deep.equal([]);
  });

  it('asks for none where nothing is broken', () => {
    expect(missingControls([aScenario()], [redis])).to.deep.equal([]);
  });
});
