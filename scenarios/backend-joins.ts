import { survival } from '../cli/checks/index.js';
import {
  anyBackendCanAnswer,
  backendRole,
  type Case,
  MAX_BACKENDS,
  returning,
  type Scenario,
  shopping,
} from '../cli/core/index.js';
import { scale } from '../cli/faults/index.js';
import { expectOfBackends } from './backends.js';
import { oneBackendOnly } from './expect.js';
import { movedTo } from './predict.js';

export const backendJoins: Scenario = {
  id: 'backend-joins',
  obligation: 'A visitor who logged in stays logged in when a backend is added.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'A backend is started and, when it answers, written into nginx’s configuration as the last one; nginx reloads.',
    'The visitors go on: reading, buying, counting.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
    'Only then is the backend taken away again.',
  ],
  journey: shopping,
  people: returning,
  fault: {
    waves: (_, backends) => [{ kind: scale, roles: [backendRole(backends.length + 1)] }],
    stays: true,
  },
  seconds: 18,
  notApplicable: (here) =>
    oneBackendOnly(here) ??
    (here.servers.length >= MAX_BACKENDS ? `a lab has ${MAX_BACKENDS} backends at most` : undefined),
  isControl: anyBackendCanAnswer,
  expect: (here) =>
    expectOfBackends(here, {
      shared: { verdict: 'holds', because: 'any backend can answer, a new one too' },
      hit: [],
      losers: () => movedTo(here, oneMore(here)),
      loss: `have another backend among ${here.servers.length + 1} than among ${here.servers.length}`,
      sticky: { verdict: 'holds', because: 'nginx has written a backend into the cookie of everybody' },
      moves: true,
    }),
  check: survival,
};

/** Backends have addresses that follow each other. */
function oneMore({ servers }: Case): string[] {
  const [, network, host, port] = /^(.*\.)(\d+):(\d+)$/.exec(servers.at(-1)!)!;
  return [...servers, `${network}${Number(host) + 1}:${port}`];
}
