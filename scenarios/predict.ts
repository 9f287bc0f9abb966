import type { Case, Person } from '../cli/core/index.js';
import { rings } from '../cli/rings/index.js';

/** Number of the backend, from 0, that each visitor has by the balancer's arithmetic; undefined where it does not keep a
 * visitor to one backend. */
export function homes({ strategy, servers, people }: Case): Map<Person, number | undefined> | undefined {
  const ring = rings[strategy.balancer.method];
  if (!ring || strategy.balancer.key !== 'address') return undefined;
  const route = ring(servers.map((address) => ({ address })));
  return new Map(people.map((person) => [person, route(person.address)]));
}

/** Visitors whose backend it is. */
export function visitorsOf(here: Case, backend: number): Person[] {
  return [...(homes(here) ?? [])].filter(([, home]) => home === backend).map(([person]) => person);
}

/** Numbers of the backends that these pages go to, where the balancer looks at the address of the page. */
export function backendsOfPages(
  { strategy, servers }: Case,
  pages: readonly string[],
): Set<number> | undefined {
  const ring = rings[strategy.balancer.method];
  if (!ring || strategy.balancer.key !== 'uri') return undefined;
  const route = ring(servers.map((address) => ({ address })));
  return new Set(pages.flatMap((page) => route(page) ?? []));
}
