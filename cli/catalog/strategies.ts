import type { Strategy } from '../core/index.js';
import { balancers } from './balancers.js';
import { stores } from './stores.js';

/** In the order in which tables show them. */
export const strategies: readonly Strategy[] = [
  {
    id: 'none',
    title: 'round robin, session files on each backend: the problem itself',
    balancer: balancers.round_robin,
    store: stores.files,
  },
  {
    id: 'cookie-relay',
    title: 'session files, and a cookie that carries a copy to the backend that has none',
    balancer: balancers.round_robin,
    store: stores.cookie_relay,
  },
  {
    id: 'cookie-sealed',
    title: 'the whole session in an authenticated, encrypted cookie',
    balancer: balancers.round_robin,
    store: stores.cookie_sealed,
  },
  {
    id: 'mysql',
    title: "Symfony's PdoSessionHandler, one MySQL table for all backends",
    balancer: balancers.round_robin,
    store: stores.mysql,
  },
  {
    id: 'mysql-cluster',
    title: 'the same table on three replicating nodes, each backend with its own',
    balancer: balancers.round_robin,
    store: stores.mysql_cluster,
  },
  {
    id: 'memcache',
    title: "PHP's memcache extension at its defaults, a pool of two memcached",
    balancer: balancers.round_robin,
    store: stores.memcache,
  },
  {
    id: 'memcached',
    title: "PHP's memcached extension at its defaults, one memcached",
    balancer: balancers.round_robin,
    store: stores.memcached,
  },
  {
    id: 'redis',
    title: "PHP's redis extension at its defaults, one Redis for all backends",
    balancer: balancers.round_robin,
    store: stores.redis,
  },
  {
    id: 'redis-locked',
    title: 'the same with session locking, and retries without end',
    balancer: balancers.round_robin,
    store: stores.redis_locked,
  },
  {
    id: 'ip-hash',
    title: "nginx's ip_hash, session files on each backend",
    balancer: balancers.ip_hash,
    store: stores.files,
  },
  {
    id: 'ip-hash-split',
    title: 'ip_hash for the paths that need a session, round robin for all others',
    balancer: balancers.ip_hash_split,
    store: stores.files,
  },
  {
    id: 'url-hash',
    title: "nginx's hash $request_uri, session files on each backend",
    balancer: balancers.hash_uri,
    store: stores.files,
  },
  {
    id: 'cookie-hash',
    title: "nginx's hash on a route cookie, session files on each backend",
    balancer: balancers.hash_cookie,
    store: stores.files,
  },
  {
    id: 'consistent-hash',
    title: 'consistent_hash $request_uri, session files on each backend',
    balancer: balancers.consistent_hash,
    store: stores.files,
  },
  {
    id: 'consistent-hash-ip',
    title: 'consistent_hash $remote_addr, session files on each backend',
    balancer: balancers.consistent_hash_ip,
    store: stores.files,
  },
  {
    id: 'consistent-hash-cookie',
    title: 'consistent_hash on a route cookie, session files on each backend',
    balancer: balancers.consistent_hash_cookie,
    store: stores.files,
  },
  {
    id: 'ketama-cookie',
    title: "nginx's hash … consistent on a route cookie, session files on each backend",
    balancer: balancers.ketama_cookie,
    store: stores.files,
  },
  {
    id: 'sticky',
    title: "nginx's sticky cookie, session files on each backend",
    balancer: balancers.sticky,
    store: stores.files,
  },
];

/** What `lab demo`, and `lab up` on an empty machine, bring up. */
export const DEMO_STRATEGIES = ['none', 'redis', 'ip-hash', 'consistent-hash', 'cookie-sealed'] as const;
export const DEMO_SCENARIOS = ['calm', 'backend-crashes', 'store-restarts'] as const;
