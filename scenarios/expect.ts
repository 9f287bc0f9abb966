import {
  anyBackendCanAnswer,
  type Case,
  type Expectation,
  type Journey,
  keepsToOneBackend,
  needsSession,
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
  if (anyBackendCanAnswer(strategy)) {
    const where = WHERE[strategy.store.traits.place];
    return { verdict: 'holds', because: `the session ${where}, so any backend can answer` };
  }
  if (keepsToOneBackend(strategy)) {
    const own = homes(here);
    return {
      verdict: 'holds',
      because: `${strategy.balancer.directive} sends a visitor to the backend that has his session file`,
      ...(own && { predicted: { backendsSeen: new Set(own.values()).size } }),
    };
  }
  return expectScatter(here, journey);
}

/** What is expected of a fault, where the sessions are not lost already without one. */
export function afterCalm(here: Case, then: (calm: Expectation) => Expectation): Expectation {
  const calm = expectCalm(here);
  return calm.verdict === 'breaks'
    ? { ...calm, because: `already before the fault: ${calm.because}` }
    : then(calm);
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
        predicted: { backendsSeen: backendsOfPages(here, pages(here, journey))?.size ?? 1 },
      };
}

/** Pages of a journey that read or write the session. */
export const sessionPages = (here: Case, journey: Journey = shopping): string[] =>
  pages(here, journey).filter(needsSession);

const pages = ({ people }: Case, journey: Journey): string[] => [
  ...new Set(people.flatMap((person) => calmSteps(journey, person)).map((step) => step.path)),
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
