import type { Role, StoreServer, Strategy } from '../core/index.js';

const memcached = {
  service: 'memcached',
  port: 11211,
  greeting: 'version\r\n',
  user: 'memcache',
  secret: false,
};
// A server of the MySQL family speaks first.
const sql = { port: 3306, greeting: '', dataDir: '/var/lib/mysql', user: 'mysql', secret: true };

const SERVERS: readonly StoreServer[] = [
  {
    role: 'redis',
    service: 'redis',
    host: 101,
    port: 6379,
    greeting: 'PING\r\n',
    dataDir: '/data',
    user: 'redis',
    secret: true,
  },
  { ...memcached, role: 'memcached', host: 102 },
  { ...memcached, role: 'memcache-1', host: 103 },
  { ...memcached, role: 'memcache-2', host: 104 },
  { ...sql, role: 'mysql', service: 'mysql', host: 105 },
  ...[1, 2, 3].map(
    (n): StoreServer => ({
      ...sql,
      role: `galera-${n}`,
      service: 'galera',
      host: 110 + n,
      perBackend: true,
    }),
  ),
];

/** Names of the lab's own things: volumes, a secret, an image, a host. */
const RESERVED = ['nginx', 'keep', 'owner', 'cookie', 'base', 'lab'];

/** Roles that an own server cannot have. */
export const isTaken = (role: Role): boolean =>
  RESERVED.includes(role) ||
  role.startsWith('backend') ||
  SERVERS.some((one) => one.role === role || one.service === role);

/** Is it one of the lab's own servers? */
export const isBundled = (role: Role): boolean => SERVERS.some((one) => one.role === role);

/** The store servers that these strategies need, each once. */
export function storeServers(strategies: readonly Strategy[]): StoreServer[] {
  const own = strategies.flatMap(({ store }) => store.ownServers ?? []);
  const roles = new Set(strategies.flatMap(({ store }) => store.servers));
  return [...roles].map((role) => [...SERVERS, ...own].find((one) => one.role === role)!);
}

/** The servers of a service that a backend talks to, by number of the backend from 1: backend n uses node
 * ((n − 1) mod nodes) + 1. */
export const nodeOf = (nodes: readonly StoreServer[], backend: number): StoreServer =>
  nodes[(backend - 1) % nodes.length]!;
