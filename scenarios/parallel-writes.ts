import { concurrency } from '../cli/checks/index.js';
import {
  type Case,
  count,
  type Expectation,
  type Journey,
  type Locking,
  login,
  read,
  type Scenario,
} from '../cli/core/index.js';
import { expectCalm, isTheProblem, oneBackendOnly } from './expect.js';

/** A burst of everybody would only wait for the others' bursts. All others are there so that a balancer that gives
 * visitors backends of chance hardly ever gives all of them the same. */
const BURSTS = 8;
const PARALLEL = 16;
const PAUSE_MS = 50;

const journey: Journey = {
  arrange: (person) => [read('/'), login(person), count(0)],
  calm: ({ number }) => [number <= BURSTS ? { ...count(PAUSE_MS), parallel: PARALLEL } : read('/me')],
  fault: () => [],
  settle: () => [],
  after: () => [read('/me'), read('/session'), read('/me'), read('/me')],
};

export const parallelWrites: Scenario = {
  id: 'parallel-writes',
  obligation: 'A visitor who sends sixteen requests at the same moment loses none of what they write.',
  steps: [
    'Every visitor logs in and counts up once.',
    'Eight of them count up sixteen times at the same moment; the shop pauses 50 ms between reading and writing.',
    'In the end everybody must be the same user, with the counter that was acknowledged.',
  ],
  journey,
  notApplicable: oneBackendOnly,
  isNegativeControl: isTheProblem,
  expect: expectParallel,
  check: concurrency,
};

const BY_LOCKING: Readonly<Record<Locking, Expectation>> = {
  none: {
    verdict: 'breaks',
    because: 'nothing locks the session: each request writes what it has read, and the last one wins',
  },
  waits: { verdict: 'holds', because: 'a request waits until no other one has the session open' },
  'gives-up': {
    verdict: 'degrades',
    because:
      'a request asks a few times for the session and is then refused, and sixteen take longer than that',
  },
};

/** PHP's modules that wait, but in a way that lets most of the time pass. */
const POLLING: Readonly<Record<string, Expectation>> = {
  memcache: {
    verdict: 'degrades',
    because:
      'a request asks ever more seldom whether it may go on, at last once a second, and a visitor waits 5 s for an answer',
  },
};

function expectParallel(here: Case): Expectation {
  const calm = expectCalm(here, journey);
  const { place, locking } = here.strategy.store.traits;
  if (calm.verdict === 'breaks') return calm;
  if (place === 'client')
    return {
      ...calm,
      verdict: 'breaks',
      because:
        'all requests carry the same session, and of the sixteen that come back the browser keeps the last',
    };
  if (place === 'cluster')
    return {
      ...calm,
      verdict: 'degrades',
      because: 'each node locks for itself, and of writes that meet all but one are refused',
    };
  return { ...calm, ...(POLLING[here.strategy.store.module] ?? BY_LOCKING[locking]) };
}
