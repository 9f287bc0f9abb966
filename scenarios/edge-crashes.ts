import { survival } from '../cli/checks/index.js';
import { type Scenario, shopping } from '../cli/core/index.js';
import { crash } from '../cli/faults/index.js';
import { afterCalm, oneBackendOnly } from './expect.js';

export const edgeCrashes: Scenario = {
  id: 'edge-crashes',
  obligation: 'A visitor who logged in is still logged in after nginx has died and was started again.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'All processes of nginx are killed; connections are refused.',
    'The visitors go on: reading, buying, counting. Nobody is answered.',
    'nginx is started again.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  fault: { waves: () => [{ kind: crash, roles: ['nginx'] }] },
  seconds: 14,
  notApplicable: oneBackendOnly,
  expect: (here) =>
    afterCalm(here, (calm) => ({
      ...calm,
      verdict: calm.verdict && 'degrades',
      because:
        'all requests fail while nginx is away; it keeps nothing of a session itself, and computes backends as before',
    })),
  check: survival,
};
