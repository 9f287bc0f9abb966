import { expect } from 'chai';
import { findStrategy, strategies } from '../../../cli/catalog/index.js';
import {
  type Cell,
  type MeasureName,
  type Measures,
  PREDICTED,
  people,
  type Scenario,
} from '../../../cli/core/index.js';
import { run } from '../../../cli/engine/index.js';
import { scenarios } from '../../../scenarios/index.js';
import { aPlan, MemoryStore, World } from './world.js';

/** So many that hardly any expectation is left to chance. */
const VISITORS = 24;

/** Cells in which it is chance what happens, or in which an expectation does not know all that nginx does here. */
const UNSURE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'one-bad-answer': { sticky: 'whether somebody has the backend of visitor 1 is chance' },
  'post-in-flight': { sticky: 'nginx writes another backend into the cookie of whom it sends elsewhere' },
};

/** Scenarios in which the arithmetic says how many it concerns. */
const COUNTED = [
  'backend-crashes',
  'backend-vanishes',
  'backend-joins',
  'backend-leaves',
  'one-bad-answer',
  'post-in-flight',
  'address-changes',
];

/** Free pairs in which a backend is in the way of some visitors only, or of none. */
const PAIRS = [
  'redis',
  'ip-hash-split',
  'ip-hash--redis',
  'hash-cookie--redis',
  'hash-uri--redis',
  'consistent-hash--redis',
  'sticky--redis',
  'ip-hash-split--mysql-cluster',
  'hash-uri--cookie-sealed',
];
/** Visitors and backends. */
const NUMBERS = [
  [1, 2],
  [1, 3],
  [5, 6],
  [24, 8],
] as const;

const played = new Map<string, Promise<readonly Cell[]>>();

/** The cells of a scenario with all strategies of the catalogue; it is played once. */
function cellsOf(scenario: Scenario): Promise<readonly Cell[]> {
  const plan = aPlan([scenario], new MemoryStore(), { strategies, people: people(VISITORS, 1) });
  const cells =
    played.get(scenario.id) ??
    run({ ...plan, run: { ...plan.run, visitors: VISITORS } }).then((result) => result.cells);
  played.set(scenario.id, cells);
  return cells;
}

async function measuresOf(scenario: string, strategy: string): Promise<Measures> {
  const cells = await cellsOf(scenarios.find(({ id }) => id === scenario)!);
  return cells.find((cell) => cell.strategy === strategy)!.measures;
}

describe('a lab without containers', function () {
  this.timeout(30_000);

  for (const scenario of scenarios) {
    it(`plays ${scenario.id} as it expects, with every strategy`, async () => {
      const cells = await cellsOf(scenario);
      expect(cells).to.have.length(strategies.length);
      for (const { strategy, verdict, expected, reason } of cells)
        if (!UNSURE[scenario.id]?.[strategy])
          expect(verdict, `${strategy} in ${scenario.id}: ${reason}`).to.equal(expected);
    });
  }

  for (const id of COUNTED)
    it(`shows in ${id} the numbers that the arithmetic says`, async () => {
      const compared = (await cellsOf(scenarios.find((one) => one.id === id)!)).flatMap(({ measures }) =>
        Object.entries(PREDICTED).flatMap(([seen, predicted]) =>
          measures[predicted] === undefined ? [] : [[measures[seen as MeasureName], measures[predicted]]],
        ),
      );
      expect(compared).not.to.deep.equal([]);
      for (const [seen, predicted] of compared) expect(seen).to.equal(predicted);
    });

  it('tells a store that locks from one that does not, and from one that gives up', async () => {
    const lost = async (strategy: string) => (await measuresOf('parallel-writes', strategy)).lostWrites;
    expect(await lost('redis')).to.equal(8 * 15);
    expect([await lost('redis-locked'), await lost('memcached')]).to.deep.equal([0, 0]);
    expect((await measuresOf('parallel-writes', 'memcached')).refusedRequests).to.be.greaterThan(0);
    for (const { id } of strategies)
      expect((await measuresOf('parallel-writes', id)).requestsAtOnce, id).to.equal(16);
  });

  it('makes 2,000 trials with what holds, few with what has lost its visitors, and finds the stale reads', async () => {
    const { trials, readElsewhere } = await measuresOf('read-your-write', 'redis');
    expect(trials).to.equal(2_000);
    expect(readElsewhere).to.be.greaterThan(1_000);
    expect((await measuresOf('read-your-write', 'none')).requests).to.be.lessThan(500);
    expect((await measuresOf('read-your-write', 'ip-hash')).readElsewhere).to.equal(0);
    expect((await measuresOf('read-your-write', 'mysql-cluster')).staleReads).to.be.greaterThan(500);
  });

  it('keeps at another address who has a cookie, or whose network is the same', async () => {
    expect((await measuresOf('address-changes', 'ip-hash')).keptLastOctet).to.equal(VISITORS);
    expect(await measuresOf('address-changes', 'cookie-hash')).to.include({
      keptLastOctet: VISITORS,
      keptOtherNetwork: VISITORS,
    });
  });

  it('shows a split by numbers', async () => {
    const [split, whole] = [await measuresOf('calm', 'ip-hash-split'), await measuresOf('calm', 'ip-hash')];
    expect(split).to.include({ backendsWithSession: 1, backendsWithoutSession: 3 });
    expect(whole).to.include({ backendsWithSession: 1, backendsWithoutSession: 1 });
  });

  it('believes that one backend does all the work where the arithmetic says so', async () => {
    expect(await measuresOf('shared-address', 'ip-hash')).to.include({ backendsSeen: 1, maxShare: 1 });
    expect((await measuresOf('shared-address', 'ip-hash-split')).maxShare).to.be.within(0.8, 0.95);
  });

  describe('keeps visitors waiting', () => {
    const hung = async (scenario: string, strategy: string) =>
      (await measuresOf(scenario, strategy)).hungRequests!;

    it('of a backend that is silent, until nginx has given it up', async () => {
      expect(await hung('backend-vanishes', 'redis')).to.be.within(1, VISITORS * 2);
      expect(await hung('backend-vanishes', 'ip-hash')).to.be.greaterThan(0);
      expect(await hung('backend-crashes', 'redis')).to.equal(0);
    });

    it('of a store that is silent, once each; nobody else', async () => {
      for (const scenario of ['store-vanishes', 'store-freezes']) {
        expect(await hung(scenario, 'redis'), scenario).to.equal(VISITORS);
        for (const other of ['ip-hash', 'cookie-sealed', 'none'])
          expect(await hung(scenario, other), `${other} in ${scenario}`).to.equal(0);
      }
    });

    it('of a store that one backend does not reach, whom nginx sends there', async () => {
      expect(await hung('store-cut-off', 'redis')).to.be.within(1, VISITORS);
      expect(await hung('store-cut-off', 'ip-hash')).to.equal(0);
    });
  });

  it('lets nothing go on while nginx is away, and keeps everything', async () => {
    for (const { id } of strategies)
      expect((await measuresOf('edge-crashes', id)).failedRequests, id).to.equal(
        VISITORS * scenarios[0]!.journey.fault(people(1, 1)[0]!).length,
      );
  });
});

/** Cells of free pairs, with so many visitors and backends. */
async function cellsOfPairs(
  scenario: Scenario,
  visitors: number,
  backends: number,
): Promise<readonly Cell[]> {
  const world = new World();
  await world.lab.scale(backends);
  const plan = aPlan([scenario], new MemoryStore(), {
    world,
    strategies: PAIRS.map((id) => findStrategy(id)!),
    people: people(visitors, 1),
  });
  const addresses = world.lab.backends.map(({ address }) => address);
  return (await run({ ...plan, run: { ...plan.run, visitors, backends: addresses } })).cells;
}

describe('a lab without containers, with free pairs', function () {
  this.timeout(30_000);

  for (const id of [
    'calm',
    'backend-crashes',
    'backend-vanishes',
    'post-in-flight',
    'one-bad-answer',
    'store-cut-off',
    'shared-address',
  ])
    it(`plays ${id} as it expects, whatever the numbers of visitors and backends`, async () => {
      const scenario = scenarios.find((one) => one.id === id)!;
      for (const [visitors, backends] of NUMBERS)
        for (const { strategy, verdict, expected, reason } of await cellsOfPairs(
          scenario,
          visitors,
          backends,
        ))
          if (expected !== null)
            expect(verdict, `${strategy}, ${visitors} and ${backends}: ${reason}`).to.equal(expected);
    });
});
