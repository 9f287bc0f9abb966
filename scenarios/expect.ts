import {
  anyBackendCanAnswer,
  type Case,
  type Expectation,
  type Journey,
  keepsToOneBackend,
  needsSession,
  type Person,
  type Step,
  type StorePlace,
  type Strategy,
  shopping,
} from '../cli/core/index.js';
import { backendsOfPages, calmSteps, homes } from './predict.js';

const WHERE: Partial<Record<StorePlace, string>> = {
  client: 'comes along with the visitor',
  server: 'lies on a server that all backends share',
  cluster: 'is replicated to a server of every backend',
};

/** What follows from the traits alone as long as nothing fails. */
export function expectCalm(here: Case, journey: Journey = shopping): Expectation {
  const { strategy } = here;
  const backendsSeen = backendsBeforeFault(here, journey);
  const predicted = backendsSeen === undefined ? {} : { predicted: { backendsSeen } };
  if (anyBackendCanAnswer(strategy)) {
    const where = WHERE[strategy.store.traits.place];
    return { verdict: 'holds', because: `the session ${where}, so any backend can answer`, ...predicted };
  }
  if (keepsToOneBackend(strategy))
    return {
      verdict: 'holds',
      because: `${strategy.balancer.directive} sends a visitor to the backend that has his session file`,
      ...predicted,
    };
  return { ...expectScatter(here, journey), ...predicted };
}

/** How many backends serve before anything happens, by the balancer's arithmetic; with a split, the pages that need the
 * session. undefined where it is chance, or where the requests go round. */
function backendsBeforeFault(here: Case, journey: Journey): number | undefined {
  const { strategy, people } = here;
  if (strategy.balancer.key === 'uri')
    return backendsOfPages(
      here,
      pagesOf(people, (person) => [...journey.arrange(person), ...journey.calm(person)]),
    )?.size;
  const own = homes(here);
  if (own) return new Set(own.values()).size;
  return keepsToOneBackend(strategy) && people.length === 1 ? 1 : undefined;
}

/** What is expected of a fault, where the sessions are not lost already without one. */
export function afterCalm(here: Case, then: (calm: Expectation) => Expectation): Expectation {
  const calm = expectCalm(here);
  if (calm.verdict === 'breaks') return { ...calm, because: `already before the fault: ${calm.because}` };
  const expectation = then(calm);
  const predicted = { ...calm.predicted, ...expectation.predicted };
  return Object.keys(predicted).length > 0 ? { ...expectation, predicted } : expectation;
}

/** Sessions on the backends' disks, and no reason for a visitor to stay with the backend that has his. */
function expectScatter(here: Case, journey: Journey): Expectation {
  const { balancer, store } = here.strategy;
  const only =
    store.traits.place === 'relay'
      ? 'an older copy that lies there wins over the one in the cookie'
      : 'only one has the session file';
  if (balancer.key !== 'uri')
    return { verdict: 'breaks', because: `each request goes to the next backend, and ${only}` };
  const pageOwners = backendsOfPages(here, sessionPages(here, journey));
  if (!pageOwners)
    return { verdict: null, because: `where ${balancer.directive} sends a page cannot be computed` };
  const spread = pageOwners.size;
  return spread > 1
    ? {
        verdict: 'breaks',
        because: `the pages that need the session go to ${spread} backends by their addresses, and ${only}`,
      }
    : {
        verdict: 'holds',
        because: 'with these backends the pages that need the session happen to hash to one of them',
      };
}

/** Pages of a journey that read or write the session. */
export const sessionPages = (here: Case, journey: Journey = shopping): string[] =>
  pagesOf(here.people, (person) => calmSteps(journey, person)).filter(needsSession);

const pagesOf = (people: readonly Person[], steps: (person: Person) => readonly Step[]): string[] => [
  ...new Set(people.flatMap(steps).map(({ path }) => path)),
];

/** Where it is written how a balancer looks at addresses. */
export const sourceOf = ({ balancer }: Strategy): Pick<Expectation, 'source'> =>
  balancer.method === 'ip_hash'
    ? { source: 'nginx.org/en/docs/http/ngx_http_upstream_module.html#ip_hash' }
    : {};

/** Session files on every backend and no reason to find the right one: the problem itself. */
export const isTheProblem = ({ balancer, store }: Strategy): boolean =>
  store.traits.place === 'backend' && balancer.key === 'none';

export const oneBackendOnly = ({ servers }: Case): string | undefined =>
  servers.length < 2 ? 'there is one backend only' : undefined;

/** Below this, chance does not keep anybody from expecting something. */
export const NEGLIGIBLE = 0.001;
