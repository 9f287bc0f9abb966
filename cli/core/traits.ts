import type { StorePlace, Strategy } from './strategy.js';

/** Id of the balancer and of the store of people's own strategies. */
export const OWN = 'own';

/** Its traits are what its author says: it is judged by them, and must not decide whether others can be judged. */
export const isOwn = ({ balancer }: Strategy): boolean => balancer.id === OWN;

/** Where any backend finds the session of any visitor. */
const EVERYWHERE: readonly StorePlace[] = ['server', 'cluster', 'client'];

/** Any backend finds the session: it lies on a server that it can ask, or comes along with the visitor. */
export const anyBackendCanAnswer = ({ store }: Strategy): boolean => EVERYWHERE.includes(store.traits.place);

/** Requests of one visitor that need his session go to one backend as long as nothing fails. */
export const keepsToOneBackend = ({ balancer }: Strategy): boolean =>
  balancer.key === 'address' || balancer.key === 'cookie';

export const hasStoreServer = ({ store }: Strategy): boolean => store.servers.length > 0;

/** Sessions survive as long as nothing fails. */
export const holdsCalm = (strategy: Strategy): boolean =>
  anyBackendCanAnswer(strategy) || keepsToOneBackend(strategy);
