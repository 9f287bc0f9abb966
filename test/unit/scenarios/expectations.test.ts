import { expect } from 'chai';
import { strategies } from '../../../cli/catalog/index.js';
import {
  addressFarAway,
  addressNearby,
  type Operation,
  people,
  type Scenario,
  type Strategy,
  type Verdict,
} from '../../../cli/core/index.js';
import { crash, restart } from '../../../cli/faults/index.js';
import { consistentHash, ipHash } from '../../../cli/rings/index.js';
import { addressChanges } from '../../../scenarios/address-changes.js';
import { backendCrashes } from '../../../scenarios/backend-crashes.js';
import { calm } from '../../../scenarios/calm.js';
import { scenarios } from '../../../scenarios/index.js';
import { parallelWrites } from '../../../scenarios/parallel-writes.js';
import { readYourWrite } from '../../../scenarios/read-your-write.js';
import { sharedAddress } from '../../../scenarios/shared-address.js';
import { storeRestarts } from '../../../scenarios/store-restarts.js';
import { HOMES, here, playedIn, servers, strategy } from './cases.js';

const STRATEGIES = strategies.map(({ id }) => id);

/** Expected verdicts by their first letter, in the order of the catalogue: none, relay, sealed; mysql, cluster; memcache,
 * memcached; redis, locked; ip, split; url, cookie; consistent, by address, by cookie; ketama; sticky. */
const EXPECTED: readonly [Scenario, string][] = [
  [calm, 'bbh hh hh hh hh bh bhh h h'],
  [readYourWrite, 'bbh hd hh hh hh bh bhh h h'],
  [parallelWrites, 'bbb hd dd bh hh bh bhh h h'],
  [backendCrashes, 'bbh hh hh hh bb bb bbb b b'],
  [storeRestarts, 'bbh dd bb dd hh bh bhh h h'],
  [addressChanges, 'bbh hh hh hh bb bh bbh h h'],
  [sharedAddress, 'bbh hh hh hh dd bh bhh h h'],
];
const VERDICT: Readonly<Record<string, Verdict>> = { h: 'holds', d: 'degrades', b: 'breaks' };

const countOf = (backend: number): number => [...HOMES].filter((home) => Number(home) === backend).length;

for (const [scenario, letters] of EXPECTED) {
  describe(scenario.id, () => {
    for (const [i, id] of STRATEGIES.entries()) {
      const expected = VERDICT[letters.replaceAll(' ', '')[i]!];
      it(`expects that ${id} ${expected}`, () => {
        const { verdict, because } = scenario.expect(playedIn(scenario, id));
        expect(verdict).to.equal(expected);
        expect(because).to.have.length.greaterThan(10);
        expect(because).not.to.match(/undefined|NaN|\.$/);
      });
    }

    it('does not apply where there is one backend, and does where there are two', () => {
      for (const id of STRATEGIES) {
        expect(scenario.notApplicable?.(here(id, { servers: servers(1) })), id).to.be.a('string');
        expect(scenario.notApplicable?.(here(id, { servers: servers(2) })), id).to.equal(undefined);
      }
    });

    it('tells its obligation and its steps in sentences', () => {
      expect(scenario.obligation).to.match(/^A visitor who .+\.$/);
      for (const step of scenario.steps) expect(step).to.match(/^[A-Z].+\.$/);
    });

    it('has no control that it does not expect to hold', () => {
      for (const id of STRATEGIES) {
        if (scenario.isControl?.(strategy(id)))
          expect(scenario.expect(playedIn(scenario, id)).verdict, id).to.equal('holds');
      }
    });

    it('has one negative control where nothing is broken: the strategy that does nothing, and it must break', () => {
      const negative = STRATEGIES.filter((id) => scenario.isNegativeControl?.(strategy(id)));
      expect(negative).to.deep.equal(scenario.fault ? [] : ['none']);
      for (const id of negative)
        expect(scenario.expect(playedIn(scenario, id)).verdict, id).to.equal('breaks');
    });
  });
}

describe('calm', () => {
  it('breaks nothing', () => {
    expect(calm).not.to.have.property('fault');
  });

  it('says of a copy in a cookie that the older one on a disk wins', () => {
    expect(calm.expect(here('cookie-relay')).because).to.include('an older copy that lies there wins');
  });

  it('expects a copy in a cookie to hold where the balancer keeps a visitor to one backend', () => {
    for (const id of ['ip-hash--cookie-relay', 'hash-cookie--cookie-relay', 'sticky--cookie-relay'])
      expect(calm.expect(here(id)).verdict, id).to.equal('holds');
  });

  it('predicts no backends where a cookie of chance decides', () => {
    for (const id of ['cookie-hash', 'ketama-cookie', 'sticky'])
      expect(calm.expect(here(id)), id).not.to.have.property('predicted');
  });

  it('says where the session is that any backend can find', () => {
    expect(calm.expect(here('cookie-sealed')).because).to.include('comes along with the visitor');
    expect(calm.expect(here('redis')).because).to.include('on a server that all backends share');
    expect(calm.expect(here('mysql-cluster')).because).to.include(
      'is replicated to a server of every backend',
    );
  });

  it('predicts how many backends ip_hash can use, be it one', () => {
    expect(calm.expect(here('ip-hash')).predicted).to.deep.equal({ backendsSeen: 3 });
    const [anna] = here('ip-hash').people;
    expect(calm.expect(here('ip-hash', { people: [anna!] })).predicted).to.deep.equal({ backendsSeen: 1 });
  });

  // With these two backends all pages that need the session belong to one of them: computed by another program.
  it('expects consistent_hash to hold where all pages of the session happen to belong to one backend', () => {
    for (const network of ['10.0.14', '10.0.58'])
      expect(calm.expect(here('consistent-hash', { servers: servers(2, network) })).verdict).to.equal(
        'holds',
      );
  });
});

describe('backend-crashes', () => {
  it('kills backend-1, whatever was chosen', () => {
    expect(backendCrashes.fault?.waves([strategy('redis')], ['backend-1', 'backend-2'])).to.deep.equal([
      { kind: crash, roles: ['backend-1'] },
    ]);
  });

  it('predicts how many visitors of ip_hash have to move', () => {
    const { predicted, because } = backendCrashes.expect(here('ip-hash'));
    expect(predicted).to.deep.equal({ predictedMoved: countOf(0), backendsSeen: 3 });
    expect(because).to.include(`${countOf(0)} of 24 visitors`);
  });

  it('expects ip_hash to break where one visitor lives on backend-1', () => {
    const { people } = here('ip-hash');
    const one = people.filter((person, i) => HOMES[i] !== '0' || person === people[0]);
    expect(backendCrashes.expect(here('ip-hash', { people: one }))).to.deep.include({
      verdict: 'breaks',
      predicted: { predictedMoved: 1, backendsSeen: 3 },
    });
  });

  it('says why the shared stores hold', () => {
    expect(backendCrashes.expect(here('redis')).because).to.include(
      'takes a refused request to the next backend',
    );
  });

  it('expects ip_hash to hold where nobody lives on backend-1', () => {
    const { people } = here('ip-hash');
    const elsewhere = people.filter((_, i) => HOMES[i] !== '0');
    const { verdict, predicted } = backendCrashes.expect(here('ip-hash', { people: elsewhere }));
    expect([verdict, predicted?.predictedMoved, predicted?.backendsSeen]).to.deep.equal(['holds', 0, 2]);
  });

  it('says of what breaks in calm that it was broken already', () => {
    for (const id of ['none', 'consistent-hash'])
      expect(backendCrashes.expect(here(id)).because).to.match(/^already before the fault: /);
  });

  it('expects consistent_hash to break where the one backend with all pages of the session dies', () => {
    const dies = backendCrashes.expect(here('consistent-hash', { servers: servers(2, '10.0.14') }));
    expect(dies.verdict).to.equal('breaks');
    expect(dies.because).not.to.include('already');
    const lives = backendCrashes.expect(here('consistent-hash', { servers: servers(2, '10.0.58') }));
    expect(lives.verdict).to.equal('holds');
    expect(lives.because).not.to.include('already');
  });

  it('has for controls whatever any backend can answer', () => {
    expect(STRATEGIES.filter((id) => backendCrashes.isControl?.(strategy(id)))).to.deep.equal([
      'cookie-sealed',
      'mysql',
      'mysql-cluster',
      'memcache',
      'memcached',
      'redis',
      'redis-locked',
    ]);
  });

  describe('where a cookie of chance decides', () => {
    const visitors = (count: number, backends: number) => ({
      people: people(count, 1),
      servers: servers(backends),
    });

    it('expects a break where it is all but sure that somebody lives on backend-1', () => {
      for (const id of ['cookie-hash', 'consistent-hash-cookie', 'ketama-cookie', 'sticky']) {
        const { verdict, because, predicted } = backendCrashes.expect(here(id));
        expect([verdict, predicted], id).to.deep.equal(['breaks', undefined]);
        expect(because).to.include('a backend of chance');
      }
      // (1/2)^10 is 0.00098, (2/3)^18 is 0.00068.
      expect(backendCrashes.expect(here('sticky', visitors(10, 2))).verdict).to.equal('breaks');
      expect(backendCrashes.expect(here('sticky', visitors(18, 3))).verdict).to.equal('breaks');
    });

    it('expects nothing where it is not', () => {
      for (const few of [visitors(9, 2), visitors(17, 3), visitors(24, 4)]) {
        const { verdict, because } = backendCrashes.expect(here('sticky', few));
        expect(verdict).to.equal(null);
        expect(because).to.include('is chance');
      }
    });
  });

  it('expects a copy in a cookie to break: when the backend is back it has an older one', () => {
    for (const id of ['ip-hash--cookie-relay', 'hash-cookie--cookie-relay']) {
      const { verdict, because } = backendCrashes.expect(here(id));
      expect(verdict, id).to.equal('breaks');
      expect(because).to.include('older copy');
    }
    const { people: all } = here('ip-hash');
    const elsewhere = all.filter((_, i) => HOMES[i] !== '0');
    expect(backendCrashes.expect(here('ip-hash--cookie-relay', { people: elsewhere })).verdict).to.equal(
      'holds',
    );
  });

  it('expects nothing of a copy in a cookie with sticky, which may send a visitor elsewhere for good', () => {
    expect(backendCrashes.expect(here('sticky--cookie-relay')).verdict).to.equal(null);
  });

  it('names the source of what nginx does', () => {
    for (const id of ['redis', 'ip-hash'])
      expect(backendCrashes.expect(here(id)).source).to.include('nginx.org');
  });
});

describe('store-restarts', () => {
  const waves = (...ids: string[]) => storeRestarts.fault?.waves(ids.map(strategy), ['backend-1']);

  it('stops the stores of the chosen strategies, each once', () => {
    expect(waves('redis', 'none', 'redis')).to.deep.equal([{ kind: restart, roles: ['redis'] }]);
    expect(waves('none', 'cookie-sealed')).to.deep.equal([]);
  });

  it('expects a store that forgets to break', () => {
    const redis = strategy('redis');
    const { traits } = redis.store;
    const forgetful: Strategy = {
      ...redis,
      store: { ...redis.store, traits: { ...traits, persistent: false } },
    };
    expect(storeRestarts.expect({ ...here('redis'), strategy: forgetful }).verdict).to.equal('breaks');
  });

  it('has for controls what holds without a store server', () => {
    expect(STRATEGIES.filter((id) => storeRestarts.isControl?.(strategy(id)))).to.deep.equal([
      'cookie-sealed',
      'ip-hash',
      'ip-hash-split',
      'cookie-hash',
      'consistent-hash-ip',
      'consistent-hash-cookie',
      'ketama-cookie',
      'sticky',
    ]);
  });

  it('stops all servers of a pool and all nodes of a cluster', () => {
    expect(waves('memcache', 'mysql-cluster')?.[0]?.roles).to.deep.equal([
      'memcache-1',
      'memcache-2',
      'galera-1',
      'galera-2',
      'galera-3',
    ]);
  });

  it('names a source for what each store does', () => {
    for (const { id, store } of strategies)
      if (store.servers.length > 0) expect(storeRestarts.expect(here(id)).source, id).to.be.a('string');
  });

  it('says of what breaks in calm that it was broken already', () => {
    for (const id of ['none', 'consistent-hash'])
      expect(storeRestarts.expect(here(id)).because).to.match(/^already before the fault: /);
  });

  it('says that what has no store server is not concerned', () => {
    for (const id of ['cookie-sealed', 'ip-hash'])
      expect(storeRestarts.expect(here(id)).because).to.equal('it has no store server');
  });
});

describe('read-your-write', () => {
  it('makes 2,000 trials, however many visitors other scenarios have', () => {
    for (const count of [1, 24, 512]) {
      const cast = readYourWrite.people!(count, 1);
      const steps = cast.flatMap((person) => readYourWrite.journey.calm(person));
      const trials = steps.filter((step, i) => step.atOnce && !steps[i + 1]?.writes);
      expect([trials.length, steps.length]).to.deep.equal([2_000, 4_000]);
    }
  });

  it('lets a visitor go who is answered as a guest after his login, and only him', () => {
    const lost = (self: string | null, user?: string | null) =>
      readYourWrite.isLost!({ self, user } as Operation);
    expect(lost('anna', null)).to.equal(true);
    expect(lost('anna', 'anna')).to.equal(false);
    expect(lost('anna')).to.equal(false);
    expect(lost(null, null)).to.equal(false);
  });

  it('expects a cluster to hold where the balancer keeps a visitor to one node', () => {
    expect(readYourWrite.expect(here('ip-hash--mysql-cluster')).verdict).to.equal('holds');
    expect(readYourWrite.expect(here('mysql-cluster')).because).to.include('wsrep_sync_wait=0');
  });

  it('looks at its own pages where a hash of the page decides', () => {
    // With these two backends all pages of this scenario, but not all of the shop, belong to one of them.
    const own = { servers: servers(2, '10.0.12') };
    expect(readYourWrite.expect(playedIn(readYourWrite, 'consistent-hash', own)).verdict).to.equal('holds');
    expect(calm.expect(here('consistent-hash', own)).verdict).to.equal('breaks');
  });
});

describe('parallel-writes', () => {
  it('has sixteen requests of eight visitors at the same moment, and the others look on', () => {
    const steps = here('redis').people.map((person) => parallelWrites.journey.calm(person));
    const burst = [{ method: 'POST', path: '/counter?ms=50', writes: 'counter', parallel: 16 }];
    expect(steps.slice(0, 8)).to.deep.equal(Array.from({ length: 8 }, () => burst));
    expect(steps.slice(8)).to.deep.equal(Array.from({ length: 16 }, () => [{ method: 'GET', path: '/me' }]));
  });

  it('says why each store loses, refuses or keeps', () => {
    for (const [id, why] of [
      ['cookie-sealed', 'the browser keeps the last'],
      ['redis', 'nothing locks the session'],
      ['memcached', 'sixteen take longer than that'],
      ['memcache', 'at last once a second'],
      ['mysql-cluster', 'each node locks for itself'],
      ['ip-hash', 'waits until no other one'],
    ] as const)
      expect(parallelWrites.expect(here(id)).because, id).to.include(why);
  });

  it('expects of a balancer that it does not lock: free pairs are as their store is', () => {
    for (const [id, verdict] of [
      ['ip-hash--redis', 'breaks'],
      ['ip-hash--memcached', 'degrades'],
      ['ip-hash--redis-locked', 'holds'],
      ['ip-hash--cookie-relay', 'holds'],
    ] as const)
      expect(parallelWrites.expect(here(id)).verdict, id).to.equal(verdict);
  });
});

describe('address-changes', () => {
  const cast = here('ip-hash').people;

  it('connects from two other addresses, and reads, buys and counts from each', () => {
    const [anna] = cast;
    const steps = [...addressChanges.journey.calm(anna!), ...addressChanges.journey.after(anna!)];
    for (const from of [undefined, addressNearby(anna!.address), addressFarAway(anna!.address)]) {
      const there = steps.filter((step) => step.from === from);
      expect(there.map(({ writes }) => writes)).to.include.members(['cart', 'counter', undefined]);
    }
    expect(addressChanges.journey.arrange(anna!).some(({ from }) => from)).to.equal(false);
    expect(steps.at(-1)!.from).to.equal(addressFarAway(anna!.address));
  });

  it('predicts that ip_hash keeps everybody at the last octet, and whom it keeps in another network', () => {
    const route = ipHash(servers(3).map((address) => ({ address })));
    const kept = cast.filter(({ address }) => route(address) === route(addressFarAway(address)));
    expect(kept.length).to.be.within(1, 23);
    for (const id of ['ip-hash', 'ip-hash-split'])
      expect(addressChanges.expect(here(id)).predicted).to.include({
        predictedLastOctet: 24,
        predictedOtherNetwork: kept.length,
      });
  });

  it('predicts for consistent_hash on the address that both changes move visitors', () => {
    const { predicted } = addressChanges.expect(here('consistent-hash-ip'));
    expect(predicted!.predictedLastOctet).to.be.within(1, 20);
    expect(predicted!.predictedOtherNetwork).to.be.within(1, 20);
  });

  it('expects ip_hash to hold where it sends nobody elsewhere', () => {
    const route = ipHash(servers(3).map((address) => ({ address })));
    const stay = cast.filter(({ address }) => route(address) === route(addressFarAway(address)));
    const { verdict, predicted } = addressChanges.expect(here('ip-hash', { people: stay }));
    expect(verdict).to.equal('holds');
    expect(predicted).to.include({ predictedOtherNetwork: stay.length });
  });

  it('expects a copy in a cookie to come along, and to be too old only where a visitor comes back', () => {
    const { verdict, predicted } = addressChanges.expect(here('ip-hash--cookie-relay'));
    expect(verdict).to.equal('holds');
    expect(predicted).to.include({ predictedLastOctet: 24, predictedOtherNetwork: 24 });
    const route = consistentHash(servers(3).map((address) => ({ address })));
    const [at, near, far] = [(a: string) => route(a), addressNearby, addressFarAway];
    const everybody = people(512, 1);
    const comesBack = everybody.filter(({ address: a }) => at(a) !== at(near(a)) && at(a) === at(far(a)));
    const pair = (cast: typeof comesBack) =>
      addressChanges.expect(here('consistent-hash-ip--cookie-relay', { people: cast })).verdict;
    expect(pair(comesBack.slice(0, 1))).to.equal('breaks');
    expect(pair(everybody.filter((person) => !comesBack.includes(person)))).to.equal('holds');
  });

  it('says that a cookie does not mind', () => {
    expect(addressChanges.expect(here('cookie-hash')).because).to.include('whatever his address is');
  });
});

describe('shared-address', () => {
  it('has visitors of one /24, 254 at most', () => {
    expect(sharedAddress.people!(24, 1)).to.have.length(24);
    expect(sharedAddress.people!(512, 1)).to.have.length(254);
  });

  it('predicts that ip_hash sends all of them to one backend', () => {
    const { predicted, because } = sharedAddress.expect(playedIn(sharedAddress, 'ip-hash'));
    expect(predicted).to.deep.equal({ backendsSeen: 1 });
    expect(because).to.include('100 %');
  });

  it('counts the pages that a split spreads', () => {
    // 16 of 19 requests need the session, and one of the other three comes to the same backend.
    const { verdict, because } = sharedAddress.expect(playedIn(sharedAddress, 'ip-hash-split'));
    expect([verdict, because]).to.deep.equal([
      'degrades',
      `with these addresses one backend gets ${Math.round((100 * 17) / 19)} % of the requests`,
    ]);
  });

  it('expects consistent_hash on the address to degrade where it happens to put most on one backend', () => {
    const one = sharedAddress.people!(254, 1);
    const route = consistentHash(servers(3).map((address) => ({ address })));
    const onFirst = one.filter(({ address }) => route(address) === 0);
    expect(sharedAddress.expect(here('consistent-hash-ip', { people: onFirst })).verdict).to.equal(
      'degrades',
    );
    expect(sharedAddress.expect(here('consistent-hash-ip', { people: one })).verdict).to.equal('holds');
  });

  it('expects nothing of a cookie of chance where the visitors are few', () => {
    const of = (count: number, backends: number) =>
      sharedAddress.expect(
        here('cookie-hash', { people: sharedAddress.people!(count, 1), servers: servers(backends) }),
      ).verdict;
    expect([of(24, 3), of(4, 3), of(24, 2), of(32, 2)]).to.deep.equal(['holds', null, null, 'holds']);
  });
});

describe('scenarios', () => {
  it('leave room for what they want to be under way at the same moment', () => {
    const [anna] = here('redis').people;
    for (const { id, journey, inFlight = 100 } of scenarios)
      for (const phase of ['arrange', 'calm', 'fault', 'settle', 'after'] as const)
        for (const { parallel = 1 } of journey[phase](anna!)) expect(parallel, id).to.be.at.most(inFlight);
  });

  it('have an id each of their own', () => {
    expect(new Set(scenarios.map(({ id }) => id)).size).to.equal(scenarios.length);
  });
});
