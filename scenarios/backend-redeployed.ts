import { survival } from '../cli/checks/index.js';
import { anyBackendCanAnswer, returning, type Scenario, shopping } from '../cli/core/index.js';
import { redeploy } from '../cli/faults/index.js';
import { expectOfBackends } from './backends.js';
import { oneBackendOnly } from './expect.js';

export const backendRedeployed: Scenario = {
  id: 'backend-redeployed',
  obligation: 'A visitor who logged in stays logged in when one backend is deployed anew.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'backend-1 is made anew at the same address: another container, with an empty disk. Nobody asks for anything meanwhile.',
    'The visitors go on: reading, buying, counting.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  people: returning,
  fault: { waves: () => [{ kind: redeploy, roles: ['backend-1'] }] },
  seconds: 14,
  notApplicable: oneBackendOnly,
  isControl: anyBackendCanAnswer,
  expect: (here) =>
    expectOfBackends(here, {
      shared: { verdict: 'holds', because: 'no session lies on the disk of a backend' },
      hit: [0],
      loss: 'have their session file on backend-1, whose disk is new',
    }),
  check: survival,
};
