/** What nginx computes the backend from. */
export type BalancerKey = 'none' | 'address' | 'uri';

/** The arithmetic that nginx applies to the key. */
export type BalancerMethod = 'round_robin' | 'ip_hash' | 'consistent_hash';

export interface Balancer {
  readonly id: string;
  readonly method: BalancerMethod;
  readonly key: BalancerKey;
  /** The directive as it stands in nginx-conf/sites. */
  readonly directive: string;
}

/** Where a session lives. `backend`: on the disk of the backend that made it; `server`: on a store server that all
 * backends share; `client`: with the visitor himself. */
export type StorePlace = 'backend' | 'server' | 'client';

export interface StoreTraits {
  readonly place: StorePlace;
  /** Sessions outlive a restart of the process that keeps them. */
  readonly persistent: boolean;
  /** Two requests of one session are executed one after the other. */
  readonly locking: boolean;
  /** A logout ends the session for every copy of its cookies. */
  readonly revocable: boolean;
  /** Bytes that fit into one session, where there is a limit. */
  readonly sizeLimit?: number;
}

export interface Store {
  readonly id: string;
  readonly traits: StoreTraits;
  /** What PHP's `session_module_name()` says when the settings took effect. */
  readonly module: string;
  /** Roles of the servers that hold the sessions; empty where there is none. */
  readonly servers: readonly Role[];
}

export interface Strategy {
  readonly id: string;
  readonly title: string;
  readonly balancer: Balancer;
  readonly store: Store;
}

/** A server of the lab by the part it plays: `nginx`, `backend-1`, `redis`. */
export type Role = string;

export const backendRole = (n: number): Role => `backend-${n}`;
export const isBackend = (role: Role): boolean => /^backend-[1-9][0-9]*$/.test(role);
