import { survival } from '../cli/checks/index.js';
import { type Scenario, shopping } from '../cli/core/index.js';
import { freeze } from '../cli/faults/index.js';
import { oneBackendOnly } from './expect.js';
import { expectOfStore, fewEnough, hasNoStore, onStores, waitsInVain } from './stores.js';

export const storeFreezes: Scenario = {
  id: 'store-freezes',
  obligation:
    'A visitor who logged in is still logged in after the session store has hung for 5 s, and nobody else is kept waiting.',
  steps: [
    'Every visitor, 24 at most, logs in, fills his cart and looks at every page.',
    'All processes of the stores are paused for 5 s: their kernel accepts connections, and nobody answers.',
    'Every visitor goes on meanwhile: reading, buying, counting. One whose request got no answer makes no more of them until the fault is healed.',
    'The stores go on where they were.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  people: fewEnough,
  fault: { waves: onStores(freeze), atLeastMs: 5_000 },
  isLost: waitsInVain,
  seconds: 60,
  notApplicable: oneBackendOnly,
  isControl: hasNoStore,
  expect: (here) =>
    expectOfStore(here, () => ({
      verdict: 'degrades',
      because: 'requests wait in vain while the store hangs, and it has all its data when it goes on',
    })),
  check: survival,
};
