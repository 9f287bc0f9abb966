import type { RingServer, Route } from './types.js';

/** nginx folds once more after each of this many tries that found no server, then goes on by round robin. */
const MAX_TRIES = 20;

/**
 * nginx's `ip_hash` for IPv4: the first three octets, folded with 113 modulo 6271, modulo the sum of the weights; a
 * server that is not to be used makes it fold the octets in once more. Source: nginx 1.26,
 * `ngx_http_upstream_ip_hash_module.c`, and the directive's documentation.
 */
export function ipHash(servers: readonly RingServer[]): Route {
  const weights = servers.map((server) => server.weight ?? 1);
  const ends = weights.map((_, i) => weights.slice(0, i + 1).reduce((sum, weight) => sum + weight, 0));
  const total = ends.at(-1) ?? 0;
  return (address, alive = () => true) => {
    const octets = address.split('.').slice(0, 3).map(Number);
    let hash = 89;
    for (let tries = 0; tries <= MAX_TRIES; tries++) {
      for (const octet of octets) hash = (hash * 113 + octet) % 6271;
      const server = ends.findIndex((end) => hash % total < end);
      if (alive(server)) return server;
    }
    return undefined;
  };
}
