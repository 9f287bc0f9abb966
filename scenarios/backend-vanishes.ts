import { survival } from '../cli/checks/index.js';
import { anyBackendCanAnswer, returning, type Scenario, shopping } from '../cli/core/index.js';
import { vanish } from '../cli/faults/index.js';
import { expectOfBackends, RETRIES } from './backends.js';
import { oneBackendOnly } from './expect.js';

export const backendVanishes: Scenario = {
  id: 'backend-vanishes',
  obligation: 'A visitor who logged in stays logged in when one backend is gone without a word.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'The container of backend-1 is killed: packets to its address are answered by silence.',
    'The visitors go on: reading, buying, counting. A request that nginx sends to backend-1 waits until the kernel says “no route to host” and nginx asks the next one.',
    'The container is started again, and the lab waits until backend-1 serves every strategy that it served before.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  people: returning,
  fault: { waves: () => [{ kind: vanish, roles: ['backend-1'] }] },
  seconds: 45,
  notApplicable: oneBackendOnly,
  isControl: anyBackendCanAnswer,
  expect: (here) =>
    expectOfBackends(here, {
      shared: { verdict: 'holds', because: 'no request is sent to backend-1' },
      sentThere: {
        verdict: 'degrades',
        because:
          'requests that are sent to it wait longer than a visitor does: nginx gives a connection 60 s to come about',
        source: CONNECT,
      },
      hit: [0],
      loss: 'have their session file on backend-1, wait for it in vain, and are then sent to others',
      lossWithCopy:
        'have their session file on backend-1, and find there an older copy than they have when it is back',
      moves: true,
      source: RETRIES,
    }),
  check: survival,
};

const CONNECT = 'nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_connect_timeout';
