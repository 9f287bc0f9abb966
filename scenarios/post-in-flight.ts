import { inFlight } from '../cli/checks/index.js';
import {
  anyBackendCanAnswer,
  type Case,
  count,
  type Expectation,
  type Journey,
  returning,
  type Scenario,
  shopping,
} from '../cli/core/index.js';
import { crash } from '../cli/faults/index.js';
import { afterCalm, oneBackendOnly, sessionPages } from './expect.js';
import { backendsOfPages, homes } from './predict.js';
import { reaches } from './reach.js';

/** With all strategies together fewer than may be under way: each visitor's request is on its way at once. */
const MOST_VISITORS = 5;
/** Between reading the counter and writing it; a visitor waits 5 s for an answer. */
const PAUSE_MS = 3_000;

const journey: Journey = { ...shopping, fault: () => [count(PAUSE_MS)] };

export const postInFlight: Scenario = {
  id: 'post-in-flight',
  obligation:
    'A POST that is under way when its backend dies is done exactly once, and the visitor is told the truth about it.',
  steps: [
    'At most five visitors log in, fill their carts and look at every page.',
    'Each of them counts up; the shop pauses 3 s between reading and writing.',
    'After 1.5 s, when all are under way, the server process of backend-1 is killed.',
    'The process is started again.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged, and the ledgers of the backends tell how often each POST was done.',
  ],
  journey,
  people: (wanted, seed) => returning(Math.min(wanted, MOST_VISITORS), seed),
  fault: { waves: () => [{ kind: crash, roles: ['backend-1'] }], afterMs: 1_500 },
  seconds: 30,
  notApplicable: oneBackendOnly,
  expect: expectInFlight,
  check: inFlight,
};

const NOT_AGAIN = 'nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream';

function expectInFlight(here: Case): Expectation {
  return afterCalm(here, (calm) => {
    if (here.strategy.balancer.method === 'sticky' && !anyBackendCanAnswer(here.strategy))
      return {
        verdict: null,
        because: 'nginx may write another backend into the cookie of whom it sends elsewhere meanwhile',
      };
    if (!anyBackendCanAnswer(here.strategy) && spreadOf(here) > 1)
      return { verdict: null, because: 'the POST is sent to another backend than the pages before it' };
    const reached = reaches(here, 0, journey.fault);
    if (reached === undefined)
      return { verdict: null, because: 'whether a POST is sent to backend-1 is chance' };
    if (!reached) return { ...calm, because: 'no POST is sent to backend-1' };
    const there = sentThere(here);
    return {
      verdict: 'degrades',
      because:
        'what backend-1 was doing is cut off before it is written; nginx answers 502 and does not send a POST again that it has sent already',
      source: NOT_AGAIN,
      ...(there !== undefined && { predicted: { predictedRefusedWrites: there } }),
    };
  });
}

/** How many backends have the POST and the pages that need the session, where a hash of the page decides. */
const spreadOf = (here: Case): number =>
  backendsOfPages(here, [...sessionPages(here), count(PAUSE_MS).path])?.size ?? 0;

/** How many POSTs are sent to backend-1, where some are: all are of one page. undefined where they go round. */
function sentThere(here: Case): number | undefined {
  const { people, strategy } = here;
  if (strategy.balancer.key === 'uri') return people.length;
  const own = homes(here);
  return own && people.filter((person) => own.get(person) === 0).length;
}
