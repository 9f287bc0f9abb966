import { survival } from '../cli/checks/index.js';
import {
  type Case,
  type Expectation,
  hasStoreServer,
  holdsCalm,
  type Scenario,
  shopping,
} from '../cli/core/index.js';
import { restart } from '../cli/faults/index.js';
import { expectCalm, oneBackendOnly } from './expect.js';

export const storeRestarts: Scenario = {
  id: 'store-restarts',
  obligation:
    'A visitor who logged in is still logged in after the process of the session store was restarted.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'The stores are asked to stop, and they do; their addresses stay and refuse connections.',
    'Every visitor goes on meanwhile: reading, buying, counting.',
    'The stores are started again.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  fault: {
    kind: restart,
    roles: (strategies) => [...new Set(strategies.flatMap(({ store }) => store.servers))],
  },
  notApplicable: oneBackendOnly,
  isControl: (strategy) => holdsCalm(strategy) && !hasStoreServer(strategy),
  expect: expectRestart,
  check: survival,
};

function expectRestart(here: Case): Expectation {
  const { strategy } = here;
  const calm = expectCalm(here);
  if (calm.verdict === 'breaks') return { ...calm, because: `already before the fault: ${calm.because}` };
  if (!hasStoreServer(strategy)) return { ...calm, because: 'it has no store server' };
  const source = SOURCES[strategy.store.servers[0]!];
  return {
    ...(strategy.store.traits.persistent
      ? {
          verdict: 'degrades',
          because: 'requests fail while the store is away, and it finds its data again when it is back',
        }
      : {
          verdict: 'breaks',
          because: 'requests fail while the store is away, and its memory is empty when it is back',
        }),
    ...(source !== undefined && { source }),
  };
}

/** By the store's first server. */
const SOURCES: Readonly<Record<string, string>> = {
  redis: 'redis.io/docs/latest/operate/oss_and_stack/management/persistence',
  mysql: 'mariadb.com/docs/server/server-usage/storage-engines/innodb/innodb-redo-log',
  'galera-1': 'galeracluster.com/library/documentation/crash-recovery.html',
  memcached: 'github.com/memcached/memcached/wiki/WarmRestart',
  'memcache-1': 'github.com/memcached/memcached/wiki/WarmRestart',
};
