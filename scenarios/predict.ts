import { type Case, type Journey, needsSession, type Person, type Step } from '../cli/core/index.js';
import { type Route, rings } from '../cli/rings/index.js';

/** Directives of which it is known what text they hash; people's own may hash another one of the same kind. */
const LOOKS_AT = {
  address: /^ip_hash$|\$remote_addr( consistent| even)?$/,
  uri: /\$request_uri( consistent| even)?$/,
  cookie: /\$route( consistent| even)?$/,
} as const;

/** The balancer's arithmetic for these backends, where it looks at that key and can be computed. */
function routeBy(key: keyof typeof LOOKS_AT, { strategy, servers }: Case): Route | undefined {
  const { balancer } = strategy;
  return balancer.key === key && LOOKS_AT[key].test(balancer.directive)
    ? rings[balancer.method]?.(servers.map((address) => ({ address })))
    : undefined;
}

/** Number of the backend, from 0, that each visitor has by the balancer's arithmetic at the address that he has then, or by
 * the route cookie that he brought along; undefined where it looks at neither. */
export function homes(
  here: Case,
  addressOf: (person: Person) => string = ({ address }) => address,
): Map<Person, number | undefined> | undefined {
  const byAddress = routeBy('address', here);
  const byCookie = routeBy('cookie', here);
  if (byAddress) return new Map(here.people.map((person) => [person, byAddress(addressOf(person))]));
  const known = byCookie && here.people.every(({ route }) => route !== undefined);
  return known ? new Map(here.people.map((person) => [person, byCookie(person.route!)])) : undefined;
}

/** Visitors who have another backend with these servers than with those that there are; undefined where nobody knows. */
export function movedTo(here: Case, servers: readonly string[]): Person[] | undefined {
  const now = homes(here);
  const then = homes({ ...here, servers });
  return now && then && here.people.filter((person) => now.get(person) !== then.get(person));
}

/** Numbers of the backends that these pages go to, where the balancer looks at the address of the page. */
export function backendsOfPages(here: Case, pages: readonly string[]): Set<number> | undefined {
  const route = routeBy('uri', here);
  return route && new Set(pages.flatMap((page) => route(page) ?? []));
}

/** The busiest backend's part of all requests of a journey without a fault, from 0 to 1; undefined where it cannot be
 * computed, since visitors are kept to backends of chance. */
export function maxShare(here: Case, journey: Journey): number | undefined {
  const { strategy, servers, people } = here;
  const { key, split } = strategy.balancer;
  const byAddress = routeBy('address', here);
  const byPage = routeBy('uri', here);
  if (key !== 'none' && !byAddress && !byPage) return undefined;
  const load = servers.map(() => 0);
  const add = (backend: number | undefined) => {
    if (backend !== undefined) load[backend]! += 1;
    else for (const i of load.keys()) load[i]! += 1 / load.length;
  };
  for (const person of people)
    for (const { path } of calmSteps(journey, person)) {
      if (byPage) add(byPage(path));
      else if (byAddress && (!split || needsSession(path))) add(byAddress(person.address));
      else add(undefined);
    }
  return Math.max(...load) / load.reduce((sum, one) => sum + one, 0);
}

/** What a visitor does in a scenario without a fault. */
export const calmSteps = (journey: Journey, person: Person): Step[] => [
  ...journey.arrange(person),
  ...journey.calm(person),
  ...journey.after(person),
];
