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
    id: 'cookie-sealed',
    title: 'the whole session in an authenticated, encrypted cookie',
    balancer: balancers.round_robin,
    store: stores.cookie_sealed,
  },
  {
    id: 'redis',
    title: "PHP's redis extension at its defaults, one Redis for all backends",
    balancer: balancers.round_robin,
    store: stores.redis,
  },
  {
    id: 'ip-hash',
    title: "nginx's ip_hash, session files on each backend",
    balancer: balancers.ip_hash,
    store: stores.files,
  },
  {
    id: 'consistent-hash',
    title: 'consistent_hash $request_uri, session files on each backend',
    balancer: balancers.consistent_hash,
    store: stores.files,
  },
];

/** What `lab demo`, and `lab up` on an empty machine, bring up. */
export const DEMO_STRATEGIES = ['none', 'redis', 'ip-hash', 'consistent-hash', 'cookie-sealed'] as const;
export const DEMO_SCENARIOS = ['calm', 'backend-crashes', 'store-restarts'] as const;

export const findStrategy = (id: string): Strategy | undefined => strategies.find((s) => s.id === id);
