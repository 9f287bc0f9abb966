import { freshness } from '../cli/checks/index.js';
import {
  type Case,
  count,
  type Expectation,
  type Journey,
  keepsToOneBackend,
  login,
  people,
  read,
  type Scenario,
  type Step,
} from '../cli/core/index.js';
import { expectCalm, isTheProblem, oneBackendOnly } from './expect.js';

/** Together 2,000 trials a strategy, however many visitors other scenarios have. */
const VISITORS = 40;
const TRIALS_EACH = 50;

const trial: readonly Step[] = [{ ...count(0), atOnce: true }, read('/me')];

const journey: Journey = {
  arrange: (person) => [read('/'), login(person), count(0)],
  calm: () => Array.from({ length: TRIALS_EACH }, () => trial).flat(),
  fault: () => [],
  settle: () => [],
  after: () => [read('/me'), read('/session'), read('/me')],
};

export const readYourWrite: Scenario = {
  id: 'read-your-write',
  obligation: 'A visitor who wrote something finds it in the very next answer, whichever backend gives it.',
  steps: [
    'Forty visitors log in.',
    'Each of them fifty times counts up and, as soon as that is acknowledged, asks for his counter.',
    'Who is answered as a guest stops there.',
    'In the end everybody must be the same user, with the counter that was acknowledged.',
  ],
  journey,
  people: (_, seed) => people(VISITORS, seed),
  // So few that an answer is read as soon as it is there: a read that waits in a queue comes too late to be stale.
  inFlight: 8,
  isLost: ({ self, user }) => self !== null && user === null,
  notApplicable: oneBackendOnly,
  isNegativeControl: isTheProblem,
  expect: expectFresh,
  check: freshness,
};

function expectFresh(here: Case): Expectation {
  const calm = expectCalm(here, journey);
  if (calm.verdict === 'breaks' || here.strategy.store.traits.place !== 'cluster') return calm;
  if (keepsToOneBackend(here.strategy))
    return { ...calm, because: 'a visitor is kept to one backend, which reads where it wrote' };
  return {
    verdict: 'degrades',
    because:
      'a write is acknowledged when the other nodes have received it; a read that comes there before it is applied sees the old row, or is refused as a deadlock (wsrep_sync_wait=0)',
    source: 'mariadb.com/docs/server/ref/mdb/system-variables/wsrep_sync_wait',
  };
}
