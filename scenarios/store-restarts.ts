import { survival } from '../cli/checks/index.js';
import { type Scenario, shopping } from '../cli/core/index.js';
import { restart } from '../cli/faults/index.js';
import { oneBackendOnly } from './expect.js';
import { expectStoresAway, hasNoStore, onStores } from './stores.js';

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
  fault: { waves: onStores(restart) },
  seconds: 20,
  notApplicable: oneBackendOnly,
  isControl: hasNoStore,
  expect: (here) => expectStoresAway(here, 'requests fail while the store is away'),
  check: survival,
};
