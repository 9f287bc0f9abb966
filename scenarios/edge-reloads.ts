import { survival } from '../cli/checks/index.js';
import { holdsCalm, type Scenario, shopping } from '../cli/core/index.js';
import { reload } from '../cli/faults/index.js';
import { afterCalm, oneBackendOnly } from './expect.js';

export const edgeReloads: Scenario = {
  id: 'edge-reloads',
  obligation:
    'A visitor who logged in stays logged in, and loses no request, when nginx reloads its configuration.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'The visitors go on: reading, buying, counting. While they do, nginx reloads: a new worker takes the place of the old one, which ends what it has begun and closes its connections.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  fault: { waves: () => [{ kind: reload, roles: ['nginx'] }], afterMs: 500 },
  seconds: 14,
  notApplicable: oneBackendOnly,
  expect: (here) =>
    afterCalm(here, (calm) => ({
      ...calm,
      because: holdsCalm(here.strategy)
        ? 'the old worker ends what it has begun, and the new one computes backends as it did'
        : calm.because,
      source: 'nginx.org/en/docs/control.html#reconfiguration',
    })),
  check: survival,
};
