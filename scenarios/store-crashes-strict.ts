import { survival } from '../cli/checks/index.js';
import { type Case, type Expectation, type Scenario, shopping } from '../cli/core/index.js';
import { crash } from '../cli/faults/index.js';
import { oneBackendOnly } from './expect.js';
import { expectStoresAway, hasNoStore, onStores } from './stores.js';

export const storeCrashesStrict: Scenario = {
  id: 'store-crashes-strict',
  obligation:
    'A visitor who logged in is still logged in after the session store has died for 5 s, where PHP accepts only session ids that it finds in the store.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'The processes of the stores are killed; their addresses stay and refuse connections, for 5 s.',
    'Every visitor goes on meanwhile: reading, buying, counting.',
    'The stores are started again.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  fault: { waves: onStores(crash), atLeastMs: 5_000 },
  settings: { 'session.use_strict_mode': '1' },
  seconds: 24,
  notApplicable: oneBackendOnly,
  isControl: hasNoStore,
  expect: expectStrict,
  check: survival,
};

/** PHP's own modules of stores. */
const OWN_MODULES = ['redis', 'memcached', 'memcache'];

function expectStrict(here: Case): Expectation {
  const away = expectStoresAway(here, 'requests fail while the store is away');
  if (away.verdict !== 'degrades' || !OWN_MODULES.includes(here.strategy.store.module)) return away;
  return {
    verdict: 'breaks',
    because:
      'the module asks a store that is away whether it knows the session id, takes its silence for a no, and PHP gives the visitor a new id: his session is there again after 5 s, and he has lost the key to it',
    source: 'php.net/manual/en/session.configuration.php#ini.session.use-strict-mode',
  };
}
