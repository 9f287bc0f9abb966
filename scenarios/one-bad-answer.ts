import { othersThan, survival } from '../cli/checks/index.js';
import {
  anyBackendCanAnswer,
  type Case,
  type Expectation,
  type Person,
  read,
  returning,
  type Scenario,
  shopping,
} from '../cli/core/index.js';
import { expectOfBackends } from './backends.js';
import { afterCalm, oneBackendOnly } from './expect.js';

/** More than nginx has for the header of an answer, with the largest buffer of any site: 16 KB. */
const TOO_BIG = '/big-header?bytes=65536';

const isProvoker = ({ number }: Person): boolean => number === 1;

export const oneBadAnswer: Scenario = {
  id: 'one-bad-answer',
  obligation: 'A visitor stays logged in when another one gets an answer that nginx refuses.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'Visitor 1 asks for a page whose header is larger than nginx takes, 64 KB, and is answered 502.',
    'The others go on: reading, buying, counting. nginx leaves the backend that gave the bad answer out for 10 s.',
    'In the end everybody but visitor 1 must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  people: returning,
  provocation: [read(TOO_BIG)],
  seconds: 24,
  notApplicable: (here) =>
    oneBackendOnly(here) ?? (here.people.length < 2 ? 'there is one visitor only' : undefined),
  isControl: anyBackendCanAnswer,
  expect: expectMoved,
  check: othersThan(1, survival),
};

function expectMoved(here: Case): Expectation {
  if (here.strategy.balancer.split)
    return afterCalm(here, (calm) => ({
      ...calm,
      because:
        'a page without a session comes from another upstream, and each counts the failures of a backend for itself',
    }));
  return expectOfBackends(here, {
    shared: { verdict: 'holds', because: 'nginx leaves one backend out for 10 s, and any other can answer' },
    hit: [],
    losers: (homes) => {
      const provoker = here.people.find(isProvoker)!;
      return here.people.filter((person) => !isProvoker(person) && homes.get(person) === homes.get(provoker));
    },
    loss: 'have the same backend as visitor 1, and are sent to others while nginx leaves it out',
    lossWithCopy:
      'have the same backend as visitor 1, and find there an older copy than they have when they come back',
    sticky: { verdict: null, because: 'whether anybody has the same backend as visitor 1 is chance' },
    moves: true,
    source: 'nginx.org/en/docs/http/ngx_http_upstream_module.html#max_fails',
  });
}
