import { survival } from '../cli/checks/index.js';
import {
  type Case,
  type Expectation,
  type Role,
  type Scenario,
  type Strategy,
  shopping,
} from '../cli/core/index.js';
import { crash } from '../cli/faults/index.js';
import { oneBackendOnly } from './expect.js';
import { expectOfStore, hasNoStore, onStores, waitsInVain } from './stores.js';

export const storeNodeDies: Scenario = {
  id: 'store-node-dies',
  obligation:
    'A visitor who logged in stays logged in when one of several servers of the session store dies.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'Of each pool and each cluster the process of the first server is killed for 5 s; its address stays and refuses connections.',
    'Every visitor goes on meanwhile: reading, buying, counting.',
    'The server is started again.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  fault: { waves: onStores(crash, firstOfSeveral), atLeastMs: 5_000 },
  isLost: waitsInVain,
  seconds: 26,
  notApplicable: (here) =>
    oneBackendOnly(here) ??
    (here.strategy.store.servers.length === 1 ? 'its store is a single server' : undefined),
  isControl: hasNoStore,
  expect: expectNodeDies,
  check: survival,
};

function firstOfSeveral(strategies: readonly Strategy[]): Role[] {
  const several = strategies.map(({ store }) => store.servers).filter((servers) => servers.length > 1);
  return [...new Set(several.map(([first]) => first!))];
}

function expectNodeDies(here: Case): Expectation {
  const { module, traits } = here.strategy.store;
  return expectOfStore(here, () => {
    if (traits.place === 'cluster')
      return {
        verdict: 'degrades',
        because:
          'backends whose own node died are refused, the others wait until the cluster has given it up, and nothing that was acknowledged is lost',
        source: 'galeracluster.com/library/documentation/recovery.html',
      };
    if (module === 'memcache')
      return {
        verdict: 'holds',
        because: 'the extension writes a session to both servers, and reads it from the one that is left',
        source: 'php.net/manual/en/memcache.ini.php#ini.memcache.session-redundancy',
      };
    return { verdict: null, because: 'what becomes of the sessions on one server of this pool is not known' };
  });
}
