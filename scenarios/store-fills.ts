import { filling, measuring, survival } from '../cli/checks/index.js';
import { type Case, type Expectation, type Role, type Scenario, shopping } from '../cli/core/index.js';
import { fill } from '../cli/faults/index.js';
import { oneBackendOnly } from './expect.js';
import { expectOfStore, hasNoStore, onStores, storeRoles, waitsInVain } from './stores.js';

export const storeFills: Scenario = {
  id: 'store-fills',
  obligation:
    'A visitor who logged in is still logged in when other people’s sessions have filled the store.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'The visitors stand still while other people’s sessions, of about the size of their own, are put into the stores.',
    'A store in memory gets them until it takes no more, or has thrown out everything that nobody asked for meanwhile; a table gets 100,000.',
    'Every visitor goes on: reading, buying, counting. One whose request got no answer makes no more of them until the fault is healed.',
    'The other sessions end and are taken out again.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  fault: { waves: onStores(fill, (strategies) => storeRoles(strategies).filter(canFill)) },
  isLost: waitsInVain,
  settings: { 'store.redis.maxmemory': '32mb' },
  seconds: 40,
  notApplicable: (here) =>
    oneBackendOnly(here) ??
    (here.strategy.store.servers.every(canFill) ? undefined : 'the lab cannot fill a store of your own'),
  isControl: hasNoStore,
  expect: expectFull,
  check: measuring(survival, filling),
};

/** The lab's own servers; those of people's own strategies have other names. */
const canFill = (role: Role): boolean => /^(redis|memcached|memcache-\d+|mysql|galera-\d+)$/.test(role);

function expectFull(here: Case): Expectation {
  const { module, servers } = here.strategy.store;
  return expectOfStore(here, (calm) => {
    if (module === 'memcached' || module === 'memcache')
      return {
        verdict: 'breaks',
        because: 'memcached throws out whom it has not seen for the longest time, and tells nobody',
        source: 'docs.memcached.org/serverguide/#when-memory-fills',
      };
    if (module === 'redis')
      return {
        verdict: 'degrades',
        because:
          'Redis at its memory limit throws out nobody (noeviction), but refuses to write until there is room again',
        source: 'redis.io/docs/latest/develop/reference/eviction',
      };
    if (servers.some((role) => role === 'mysql' || role.startsWith('galera')))
      return { ...calm, because: 'a table is as large as the disk' };
    return { verdict: null, because: 'what this store does when it is full is not known' };
  });
}
