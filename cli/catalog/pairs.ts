import { type Balancer, keepsToOneBackend, type Store, type Strategy } from '../core/index.js';
import { balancers } from './balancers.js';
import { stores } from './stores.js';
import { strategies } from './strategies.js';

const ALL_BALANCERS: readonly Balancer[] = Object.values(balancers);
const ALL_STORES: readonly Store[] = Object.values(stores);

export const findBalancer = (id: string): Balancer | undefined => ALL_BALANCERS.find((one) => one.id === id);
export const findStore = (id: string): Store | undefined => ALL_STORES.find((one) => one.id === id);

/** The strategy of a balancer and a store: the catalogue's where it has one, else a free pair, whose id is `ip-hash--redis`. */
export function pairOf(balancer: Balancer, store: Store): Strategy {
  const known = strategies.find((one) => one.balancer.id === balancer.id && one.store.id === store.id);
  return (
    known ?? {
      id: `${hostName(balancer.id)}--${hostName(store.id)}`,
      title: `free pair: ${balancer.id} with ${store.id}`,
      balancer,
      store,
      origin: {
        site: lender((one) => one.balancer === balancer),
        vhost: lender((one) => one.store === store),
      },
    }
  );
}

/** Every balancer and every store has its plainest strategy first in the catalogue. */
const lender = (has: (strategy: Strategy) => boolean): string => strategies.find(has)!.id;

/** The reason why a pair makes no sense, if it makes none. */
export function whyNoPair(balancer: Balancer, store: Store): string | undefined {
  const { place } = store.traits;
  if (balancer.split && (place === 'server' || place === 'client'))
    return `${balancer.id} sends pages that need a session to the one backend that has it, and with ${store.id} every backend has it`;
  if (place === 'client' && keepsToOneBackend({ id: '', title: '', balancer, store }))
    return `${balancer.id} keeps a visitor at the backend that has something of his, and with ${store.id} none has anything`;
  return undefined;
}

/** A strategy of the catalogue, or a free pair that makes sense, by its id. */
export function findStrategy(id: string): Strategy | undefined {
  const known = strategies.find((one) => one.id === id);
  const [left, right] = id.split('--');
  if (known || right === undefined) return known;
  const balancer = ALL_BALANCERS.find((one) => hostName(one.id) === left);
  const store = ALL_STORES.find((one) => hostName(one.id) === right);
  const made = balancer && store && !whyNoPair(balancer, store) ? pairOf(balancer, store) : undefined;
  return made?.id === id ? made : undefined;
}

/** Ids of pairs are names of hosts. */
const hostName = (id: string): string => id.replaceAll('_', '-');
