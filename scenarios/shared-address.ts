import { evenLoad, survival } from '../cli/checks/index.js';
import { type Case, type Expectation, neighbours, type Scenario, shopping } from '../cli/core/index.js';
import { expectCalm, isTheProblem, NEGLIGIBLE, oneBackendOnly, sourceOf } from './expect.js';
import { maxShare } from './predict.js';

/** No backend may give more than this part of the answers. */
const BOUND = 0.8;

export const sharedAddress: Scenario = {
  id: 'shared-address',
  obligation:
    'A visitor who shares his network with all others stays logged in, and no backend does more than 0.8 of the work.',
  steps: [
    'All visitors have different addresses of one /24, as in one office or behind one provider: 254 at most.',
    'Every visitor logs in, fills his cart and looks at every page.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  people: neighbours,
  notApplicable: oneBackendOnly,
  isNegativeControl: isTheProblem,
  expect: expectLoad,
  check: evenLoad(survival, BOUND),
};

function expectLoad(here: Case): Expectation {
  const calm = expectCalm(here);
  if (calm.verdict !== 'holds') return calm;
  const share = maxShare(here, shopping);
  if (share === undefined) return expectChance(here, calm);
  if (share <= BOUND) return calm;
  return {
    ...calm,
    verdict: 'degrades',
    because: `with these addresses one backend gets ${Math.round(share * 100)} % of the requests`,
    ...sourceOf(here.strategy),
  };
}

/** Visitors have a backend of chance each. */
function expectChance({ servers, people }: Case, calm: Expectation): Expectation {
  const uneven = servers.length * moreThan(BOUND * people.length, people.length, 1 / servers.length);
  return uneven < NEGLIGIBLE
    ? calm
    : {
        ...calm,
        verdict: null,
        because: `how ${people.length} visitors are spread over the backends is chance`,
      };
}

/** The chance that more than `bound` of `n` independent things happen, each of which has the chance `p`. */
function moreThan(bound: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    if (k > bound) sum += term;
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
  return sum;
}
