import { survival } from '../cli/checks/index.js';
import { type Scenario, shopping } from '../cli/core/index.js';
import { vanish } from '../cli/faults/index.js';
import { oneBackendOnly } from './expect.js';
import { expectStoresAway, fewEnough, hasNoStore, onStores, waitsInVain } from './stores.js';

export const storeVanishes: Scenario = {
  id: 'store-vanishes',
  obligation:
    'A visitor who logged in is still logged in after the session store was gone without a word for 5 s.',
  steps: [
    'Every visitor, 24 at most, logs in, fills his cart and looks at every page.',
    'The containers of the stores are killed: packets to their addresses are answered by silence, for 5 s.',
    'Every visitor goes on meanwhile: reading, buying, counting. One whose request got no answer makes no more of them until the fault is healed.',
    'The containers are started again.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  people: fewEnough,
  fault: { waves: onStores(vanish), atLeastMs: 5_000 },
  isLost: waitsInVain,
  seconds: 35,
  notApplicable: oneBackendOnly,
  isControl: hasNoStore,
  expect: (here) => expectStoresAway(here, 'requests wait in vain while the store is away'),
  check: survival,
};
