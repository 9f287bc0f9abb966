import {
  anyBackendCanAnswer,
  type Case,
  type Expectation,
  keepsToOneBackend,
  shopping,
} from '../cli/core/index.js';
import { backendsOfPages, homes } from './predict.js';

/** What follows from the traits alone as long as nothing fails. */
export function expectCalm(here: Case): Expectation {
  const { strategy } = here;
  if (anyBackendCanAnswer(strategy)) {
    const where =
      strategy.store.traits.place === 'client'
        ? 'comes along with the visitor'
        : 'lies on a server that all backends share';
    return { verdict: 'holds', because: `the session ${where}, so any backend can answer` };
  }
  if (keepsToOneBackend(strategy)) {
    return {
      verdict: 'holds',
      because: `${strategy.balancer.directive} sends a visitor to the backend that has his session file`,
      predicted: { backendsSeen: new Set(homes(here)?.values()).size },
    };
  }
  return expectScatter(here);
}

/** Session files, and no reason for a visitor to stay with the backend that has his. */
function expectScatter(here: Case): Expectation {
  if (here.strategy.balancer.key !== 'uri') {
    return {
      verdict: 'breaks',
      because: 'each request goes to the next backend, and only one has the session file',
    };
  }
  const spread = backendsOfPages(here, sessionPages(here))?.size ?? 0;
  return spread > 1
    ? {
        verdict: 'breaks',
        because: `the pages that need the session go to ${spread} backends by their addresses, and only one has the session file`,
      }
    : {
        verdict: 'holds',
        because: 'with these backends the pages that need the session happen to hash to one of them',
        predicted: { backendsSeen: backendsOfPages(here, allPages(here))?.size ?? 1 },
      };
}

/** Pages of the shop that read or write the session. */
export const sessionPages = (here: Case): string[] =>
  allPages(here).filter((path) => !path.startsWith('/catalog/'));

/** Pages that the visitors ask for before any fault. */
function allPages({ people }: Case): string[] {
  const steps = people.flatMap((person) => [...shopping.arrange(person), ...shopping.calm(person)]);
  return [...new Set(steps.map((step) => step.path))];
}

export const oneBackendOnly = ({ servers }: Case): string | undefined =>
  servers.length < 2 ? 'there is one backend only' : undefined;
