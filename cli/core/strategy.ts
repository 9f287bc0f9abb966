/** What nginx computes the backend from. `cookie`: a cookie that nginx itself sets. */
export const BALANCER_KEYS = ['none', 'address', 'uri', 'cookie'] as const;
export type BalancerKey = (typeof BALANCER_KEYS)[number];

/** The arithmetic that nginx applies to the key. `sticky` has none: nginx writes the backend into the cookie. */
export const BALANCER_METHODS = [
  'round_robin',
  'ip_hash',
  'hash',
  'hash_consistent',
  'consistent_hash',
  'consistent_hash_even',
  'sticky',
] as const;
export type BalancerMethod = (typeof BALANCER_METHODS)[number];

export interface Balancer {
  readonly id: string;
  readonly method: BalancerMethod;
  readonly key: BalancerKey;
  /** How much of a visitor's address counts, where that is the key. `network`: the first three octets. */
  readonly keyOf?: 'network' | 'address';
  /** Pages that need no session go round robin over all backends. */
  readonly split?: true;
  /** The directive as it stands in nginx-conf/sites; empty for round robin, which has none. */
  readonly directive: string;
  /** A directive that not every nginx has, and what has it: the strategy is not applicable where nginx lacks it. */
  readonly needs?: { readonly directive: string; readonly since: string };
}

/** Where a session lives. `backend`: on the disk of the backend that made it; `relay`: there too, and a cookie carries a
 * copy to a backend that has none; `server`: on a server, or a pool of servers, that all backends share; `cluster`: on
 * every one of several servers, and each backend has its own; `client`: with the visitor himself. */
export const STORE_PLACES = ['backend', 'relay', 'server', 'cluster', 'client'] as const;
export type StorePlace = (typeof STORE_PLACES)[number];

/** What happens to a request while another one has the same session open. `none`: both go on, the later write wins;
 * `waits`: it waits its turn; `gives-up`: it waits for a while, then is refused. */
export const LOCKING = ['none', 'waits', 'gives-up'] as const;
export type Locking = (typeof LOCKING)[number];

export interface StoreTraits {
  readonly place: StorePlace;
  /** Sessions outlive a restart of the process that keeps them. */
  readonly persistent: boolean;
  readonly locking: Locking;
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
  /** Files of nginx-conf that a site needs for this store, whatever its balancer. */
  readonly siteIncludes?: readonly string[];
  /** Servers among `servers` that are not the lab's: people's own. */
  readonly ownServers?: readonly StoreServer[];
}

/** A store server: what it is made of, and where it stands in the network `data`. */
export interface StoreServer {
  readonly role: Role;
  /** Name of its service in services.yaml, of its image, and of the password that all its servers share. */
  readonly service: string;
  /** Last octet of its address. */
  readonly host: number;
  readonly port: number;
  /** Bytes to which the server answers something, with or without a login; empty where it speaks first. */
  readonly greeting: string;
  /** Where its data lies, on a volume of its own; absent where it keeps none. */
  readonly dataDir?: string;
  /** User that `lab-store` runs as. */
  readonly user: string;
  /** It asks for a password. */
  readonly secret: boolean;
  /** Each backend talks to one of the service's servers, and not to all. */
  readonly perBackend?: true;
  /** People's own: the folder that has its service and its image, as compose/ has the lab's. */
  readonly folder?: string;
}

/** Where a strategy's two configurations come from: ids of strategies of the catalogue that lend them to a free pair, or
 * a folder of people's own. */
export type Origin = { readonly site: string; readonly vhost: string } | { readonly folder: string };

export interface Strategy {
  readonly id: string;
  readonly title: string;
  readonly balancer: Balancer;
  readonly store: Store;
  /** Absent in the catalogue, where they stand under the strategy's id. */
  readonly origin?: Origin;
}

/** A server of the lab by the part it plays: `nginx`, `backend-1`, `redis`. */
export type Role = string;

export const backendRole = (n: number): Role => `backend-${n}`;
export const isBackend = (role: Role): boolean => /^backend-[1-9][0-9]*$/.test(role);
