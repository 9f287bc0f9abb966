import type { Strategy } from './strategy.js';

/** Any backend finds the session: it lies on a shared server, or comes along with the visitor. */
export const anyBackendCanAnswer = ({ store }: Strategy): boolean => store.traits.place !== 'backend';

/** Requests of one visitor go to one backend as long as nothing fails. */
export const keepsToOneBackend = ({ balancer }: Strategy): boolean => balancer.key === 'address';

export const hasStoreServer = ({ store }: Strategy): boolean => store.servers.length > 0;

/** Sessions survive as long as nothing fails. */
export const holdsCalm = (strategy: Strategy): boolean =>
  anyBackendCanAnswer(strategy) || keepsToOneBackend(strategy);
