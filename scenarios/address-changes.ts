import { moves } from '../cli/checks/index.js';
import {
  addressFarAway,
  addressNearby,
  anyBackendCanAnswer,
  type Case,
  type Expectation,
  type Journey,
  type Person,
  type Scenario,
  type Step,
  shopping,
} from '../cli/core/index.js';
import { expectCalm, isTheProblem, oneBackendOnly, sourceOf } from './expect.js';
import { homes } from './predict.js';

const nearby = ({ address }: Person): string => addressNearby(address);
const farAway = ({ address }: Person): string => addressFarAway(address);

const from = (address: string, steps: readonly Step[]): Step[] =>
  steps.map((step) => ({ ...step, from: address }));

const journey: Journey = {
  ...shopping,
  calm: (person) => [...shopping.calm(person), ...from(nearby(person), shopping.fault(person))],
  after: (person) => from(farAway(person), [...shopping.fault(person), ...shopping.after(person)]),
};

export const addressChanges: Scenario = {
  id: 'address-changes',
  obligation: 'A visitor who logged in stays logged in when his source address changes.',
  steps: [
    'Every visitor logs in, fills his cart and looks at every page.',
    'The last octet of his address changes: he connects anew, and goes on reading, buying and counting.',
    'His address changes to another /16: he connects anew, and goes on reading, buying and counting.',
    'In the end everybody must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey,
  notApplicable: oneBackendOnly,
  isNegativeControl: isTheProblem,
  expect: expectMoves,
  check: moves,
};

function expectMoves(here: Case): Expectation {
  const calm = expectCalm(here, journey);
  const [first, second, third] = [homes(here), homes(here, nearby), homes(here, farAway)];
  if (calm.verdict === 'breaks' || anyBackendCanAnswer(here.strategy)) return calm;
  if (!first || !second || !third) return { ...calm, because: `${calm.because}, whatever his address is` };

  const { people } = here;
  const isHome = (then: typeof first) => (person: Person) => then.get(person) === first.get(person);
  const [near, far] = [people.filter(isHome(second)), people.filter(isHome(third))];
  const relayed = here.strategy.store.traits.place === 'relay';
  // With a copy in a cookie he loses something only where he comes back to a backend that has an older one.
  const lost = relayed
    ? far.filter((person) => !near.includes(person))
    : people.filter((person) => !near.includes(person) || !far.includes(person));
  const kept = (there: readonly Person[]): number => (relayed ? people : there).length;
  const moved = (there: readonly Person[]): number => people.length - there.length;
  return {
    verdict: lost.length > 0 ? 'breaks' : 'holds',
    because: `${moved(near)} of ${people.length} visitors are sent to another backend than at first when the last octet changes, ${moved(far)} when the network does`,
    ...sourceOf(here.strategy),
    predicted: {
      predictedLastOctet: kept(near),
      predictedOtherNetwork: kept(far),
      backendsSeen: new Set([...first.values(), ...second.values()]).size,
    },
  };
}
