import { survival } from '../cli/checks/index.js';
import {
  type Case,
  type Expectation,
  hasStoreServer,
  needsSession,
  type Scenario,
  shopping,
} from '../cli/core/index.js';
import { cut } from '../cli/faults/index.js';
import { oneBackendOnly } from './expect.js';
import { reaches } from './reach.js';
import { expectOfStore, fewEnough, hasNoStore, waitsInVain } from './stores.js';

export const storeCutOff: Scenario = {
  id: 'store-cut-off',
  obligation:
    'A visitor who logged in stays logged in when one backend loses the network to the session store.',
  steps: [
    'Every visitor, 24 at most, logs in, fills his cart and looks at every page.',
    'backend-1 loses its network to the stores; nginx reaches it as before, and sends it requests.',
    'Every visitor goes on: reading, buying, counting. One whose request got no answer makes no more of them until the fault is healed.',
    'backend-1 gets its network back.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  people: fewEnough,
  fault: { waves: () => [{ kind: cut, roles: ['backend-1'] }], atLeastMs: 5_000 },
  concernsStore: hasStoreServer,
  isLost: waitsInVain,
  seconds: 40,
  notApplicable: oneBackendOnly,
  isControl: hasNoStore,
  expect: expectCutOff,
  check: survival,
};

function expectCutOff(here: Case): Expectation {
  return expectOfStore(here, (calm) => {
    const reached = reaches(here, 0, shopping.fault, needsSession);
    if (reached === undefined)
      return {
        verdict: null,
        because: 'whether a request that needs the session is sent to backend-1 is chance',
      };
    if (!reached) return { ...calm, because: 'no request that needs the session is sent to backend-1' };
    return {
      verdict: 'degrades',
      because:
        'nginx knows nothing of the store: it goes on sending requests to backend-1, which fail there or wait in vain, and takes neither to another backend',
      source: 'nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream',
    };
  });
}
