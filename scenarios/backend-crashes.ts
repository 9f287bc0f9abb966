import { survival } from '../cli/checks/index.js';
import {
  anyBackendCanAnswer,
  type Case,
  type Expectation,
  returning,
  type Scenario,
  shopping,
} from '../cli/core/index.js';
import { crash } from '../cli/faults/index.js';
import { expectCalm, NEGLIGIBLE, oneBackendOnly, sessionPages } from './expect.js';
import { backendsOfPages, homes, visitorsOf } from './predict.js';

const RETRIES = 'nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream';

export const backendCrashes: Scenario = {
  id: 'backend-crashes',
  obligation: 'A visitor who logged in stays logged in when the server process of one backend dies.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'The server process of backend-1 is killed; its address stays and refuses connections.',
    'The visitors go on: reading, buying, counting.',
    'The process is started again, and the lab waits until backend-1 serves every strategy that it served before.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  people: returning,
  fault: { waves: () => [{ kind: crash, roles: ['backend-1'] }] },
  notApplicable: oneBackendOnly,
  isControl: anyBackendCanAnswer,
  expect: expectCrash,
  check: survival,
};

function expectCrash(here: Case): Expectation {
  const calm = expectCalm(here);
  if (calm.verdict === 'breaks') return { ...calm, because: `already before the fault: ${calm.because}` };
  if (anyBackendCanAnswer(here.strategy)) {
    return {
      verdict: 'holds',
      because: 'nginx takes a refused request to the next backend, and any backend can answer',
      source: RETRIES,
    };
  }
  const [only] = backendsOfPages(here, sessionPages(here)) ?? [];
  if (only !== undefined) {
    return {
      verdict: only === 0 ? 'breaks' : 'holds',
      because: `with these backends all pages that need the session belong to backend-${only + 1}`,
      source: RETRIES,
    };
  }
  const own = homes(here);
  if (!own) return expectChance(here);
  const moved = visitorsOf(here, 0).length;
  return {
    verdict: moved > 0 ? 'breaks' : 'holds',
    because: `${moved} of ${here.people.length} visitors have their session file on backend-1, and ${away(here)}`,
    source: RETRIES,
    predicted: { predictedMoved: moved, backendsSeen: new Set(own.values()).size },
  };
}

const away = ({ strategy }: Case): string =>
  strategy.store.traits.place === 'relay'
    ? 'find there an older copy than they have when it is back'
    : 'are sent to others while it is dead';

/** Visitors have a backend each, but which one is in a cookie of chance. */
function expectChance(here: Case): Expectation {
  const { strategy, servers, people } = here;
  if (strategy.balancer.method === 'sticky' && strategy.store.traits.place === 'relay')
    return {
      verdict: null,
      because: 'whether visitors come back to backend-1 is in a cookie that nginx may set anew',
    };
  const nobodyThere = (1 - 1 / servers.length) ** people.length;
  return nobodyThere < NEGLIGIBLE
    ? {
        verdict: 'breaks',
        because: `of ${people.length} visitors with a backend of chance some have their session file on backend-1, and ${away(here)}`,
        source: RETRIES,
      }
    : {
        verdict: null,
        because: `whether one of ${people.length} visitors has his session file on backend-1 is chance`,
      };
}
