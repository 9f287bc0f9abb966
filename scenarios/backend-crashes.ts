import { survival } from '../cli/checks/index.js';
import { anyBackendCanAnswer, returning, type Scenario, shopping } from '../cli/core/index.js';
import { crash } from '../cli/faults/index.js';
import { expectOfBackends, RETRIES } from './backends.js';
import { oneBackendOnly } from './expect.js';

export const backendCrashes: Scenario = {
  id: 'backend-crashes',
  obligation: 'A visitor who logged in stays logged in when the server process of one backend dies.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'The server process of backend-1 is killed; its address stays and refuses connections.',
    'The visitors go on: reading, buying, counting.',
    'The process is started again, and the lab waits until backend-1 serves every strategy that it served before.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  people: returning,
  fault: { waves: () => [{ kind: crash, roles: ['backend-1'] }] },
  seconds: 20,
  notApplicable: oneBackendOnly,
  isControl: anyBackendCanAnswer,
  expect: (here) =>
    expectOfBackends(here, {
      shared: {
        verdict: 'holds',
        because: 'nginx takes a refused request to the next backend, and any backend can answer',
        source: RETRIES,
      },
      hit: [0],
      loss: 'have their session file on backend-1, and are sent to others while it is dead',
      lossWithCopy:
        'have their session file on backend-1, and find there an older copy than they have when it is back',
      moves: true,
      source: RETRIES,
    }),
  check: survival,
};
