import { survival } from '../cli/checks/index.js';
import { type Scenario, shopping } from '../cli/core/index.js';
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
  expect: (here) => expectStoresAway(here, 'requests fail while the store is away'),
  check: survival,
};
