import { survival } from '../cli/checks/index.js';
import { anyBackendCanAnswer, returning, type Scenario, shopping } from '../cli/core/index.js';
import { scale } from '../cli/faults/index.js';
import { expectOfBackends } from './backends.js';
import { oneBackendOnly } from './expect.js';
import { movedTo } from './predict.js';

export const backendLeaves: Scenario = {
  id: 'backend-leaves',
  obligation: 'A visitor who logged in stays logged in when a backend is taken away.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'The last backend is taken out of nginx’s configuration; nginx reloads, and then the backend is removed with its disk.',
    'The visitors go on: reading, buying, counting.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
    'Only then is the backend added again, with an empty disk.',
  ],
  journey: shopping,
  people: returning,
  fault: { waves: (_, backends) => [{ kind: scale, roles: backends.slice(-1) }], stays: true },
  seconds: 18,
  notApplicable: oneBackendOnly,
  isControl: anyBackendCanAnswer,
  expect: (here) =>
    expectOfBackends(here, {
      shared: { verdict: 'holds', because: 'any of the backends that are left can answer' },
      hit: [here.servers.length - 1],
      losers: () => movedTo(here, here.servers.slice(0, -1)),
      loss: `have another backend among ${here.servers.length - 1} than among ${here.servers.length}`,
      moves: true,
    }),
  check: survival,
};
