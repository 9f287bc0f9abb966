import { crc32 } from 'node:zlib';
import type { RingServer, Route } from './types.js';

/** nginx computes further hashes after each of this many tries that found no server, then goes on by round robin. */
const MAX_TRIES = 20;

/**
 * nginx's `hash` without `consistent`: 15 bits of the key's CRC-32, modulo the sum of the weights. A server that is not
 * to be used makes it hash the number of the try in front of the key, and add that. Source: nginx 1.26,
 * `ngx_http_upstream_hash_module.c`, and the directive's documentation (compatible with Perl's Cache::Memcached).
 */
export function hash(servers: readonly RingServer[]): Route {
  const weights = servers.map((server) => server.weight ?? 1);
  const ends = weights.map((_, i) => weights.slice(0, i + 1).reduce((sum, weight) => sum + weight, 0));
  const total = ends.at(-1) ?? 0;
  return (key, alive = () => true) => {
    // nginx has nothing to hash, and goes round robin.
    if (key === '') return undefined;
    let sum = 0;
    for (let tries = 0; tries <= MAX_TRIES; tries++) {
      sum = (sum + ((crc32(tries === 0 ? key : `${tries}${key}`) >>> 16) & 0x7fff)) >>> 0;
      const server = ends.findIndex((end) => sum % total < end);
      if (alive(server)) return server;
    }
    return undefined;
  };
}
