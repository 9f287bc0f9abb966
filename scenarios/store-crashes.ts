import { survival } from '../cli/checks/index.js';
import { type Scenario, shopping } from '../cli/core/index.js';
import { crash } from '../cli/faults/index.js';
import { oneBackendOnly } from './expect.js';
import { expectStoresAway, hasNoStore, onStores } from './stores.js';

export const storeCrashes: Scenario = {
  id: 'store-crashes',
  obligation:
    'A visitor who logged in is still logged in after the process of the session store has died and was away for 5 s.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'The processes of the stores are killed; their addresses stay and refuse connections, for 5 s.',
    'Every visitor goes on meanwhile: reading, buying, counting.',
    'The stores are started again.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  fault: { waves: onStores(crash), atLeastMs: 5_000 },
  seconds: 22,
  notApplicable: oneBackendOnly,
  isControl: hasNoStore,
  expect: (here) => expectStoresAway(here, 'requests fail while the store is away'),
  check: survival,
};
