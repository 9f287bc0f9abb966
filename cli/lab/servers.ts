import type { Role, Strategy } from '../core/index.js';

/** A store server: what it is made of and where it stands in the network `data`. */
export interface StoreServer {
  readonly role: Role;
  /** Name of the service in compose/services.yaml, and of the image. */
  readonly service: string;
  /** Last octet in the network `data`. */
  readonly host: number;
  readonly port: number;
  /** Bytes to which the server answers something, with or without a login. */
  readonly greeting: string;
  /** Where its data lies, on a volume of its own. */
  readonly dataDir: string;
  /** User that `lab-store` runs as. */
  readonly user: string;
}

const STORE_SERVERS: Readonly<Record<Role, StoreServer>> = {
  redis: {
    role: 'redis',
    service: 'redis',
    host: 101,
    port: 6379,
    greeting: 'PING\r\n',
    dataDir: '/data',
    user: 'redis',
  },
};

/** The store servers that these strategies need, each once. */
export function storeServers(strategies: readonly Strategy[]): StoreServer[] {
  const roles = new Set(strategies.flatMap((strategy) => strategy.store.servers));
  return [...roles].map((role) => STORE_SERVERS[role]!);
}

export const storeServer = (role: Role): StoreServer | undefined => STORE_SERVERS[role];
