import { survival } from '../cli/checks/index.js';
import { anyBackendCanAnswer, returning, type Scenario, shopping } from '../cli/core/index.js';
import { redeploy } from '../cli/faults/index.js';
import { expectOfBackends } from './backends.js';
import { oneBackendOnly } from './expect.js';

export const rollingDeploy: Scenario = {
  id: 'rolling-deploy',
  obligation:
    'A visitor who logged in stays logged in while all backends are deployed anew, one after the other.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'One backend after the other is made anew at its address, with an empty disk; nobody asks for anything while that is done.',
    'After each of them the visitors go on: reading, buying, counting.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  people: returning,
  fault: { waves: (_, backends) => backends.map((role) => ({ kind: redeploy, roles: [role] })) },
  seconds: 24,
  notApplicable: oneBackendOnly,
  isControl: anyBackendCanAnswer,
  expect: (here) =>
    expectOfBackends(here, {
      shared: { verdict: 'holds', because: 'no session lies on the disk of a backend' },
      hit: here.servers.map((_, i) => i),
      loss: 'have their session file on a backend whose disk is new in the end',
    }),
  check: survival,
};
