import { crc32 } from 'node:zlib';
import { Ring } from './ring.js';
import type { RingServer, Route } from './types.js';

/** nginx walks on over this many points that lead to no server, then goes on by round robin. */
const MAX_TRIES = 20;

const nameOf = ({ name, address }: RingServer): string => name ?? address;

/**
 * nginx's `hash … consistent`: 160 points a weight, each the CRC-32 of the server's host, a zero byte, its port and the
 * point before; a key goes to the first point at or above its CRC-32. Where that server is not to be used, the next
 * point is asked, which may be the same server's. Servers of one name (a host name with several addresses) have the same
 * points, and nginx takes turns among those that are alive: no one server, so undefined. Of equal points of two names
 * nginx keeps any one; here it is the first in configuration order. Source: nginx 1.26,
 * `ngx_http_upstream_hash_module.c`, and the directive's documentation (compatible with Perl's Cache::Memcached::Fast).
 */
export function hashConsistent(servers: readonly RingServer[]): Route {
  const ring = new Ring(servers, chained);
  const named = sameNames(servers);
  return (key, alive = () => true) => {
    // nginx has nothing to hash, and goes round robin.
    if (key === '' || servers.length === 0) return undefined;
    let at = ring.firstFrom(crc32(key));
    for (let tries = 0; tries <= MAX_TRIES; tries++) {
      const usable = named[ring.serverAt(at)]!.filter(alive);
      if (usable.length > 0) return usable.length === 1 ? usable[0] : undefined;
      at = ring.afterEqual(at);
    }
    return undefined;
  };
}

/** Servers of one name share what their points get by their weights. */
export function hashConsistentShares(servers: readonly RingServer[]): number[] {
  const arcs = new Ring(servers, chained).arcs(servers.length);
  const weight = (server: number): number => servers[server]!.weight ?? 1;
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  return sameNames(servers).map(
    (same, server) => (sum(same.map((i) => arcs[i]!)) * weight(server)) / sum(same.map(weight)),
  );
}

/** Each point's value goes into the next one's; what comes first of all is zero. */
function chained(server: RingServer): () => number {
  const text = nameOf(server).replace(/^unix:/i, '');
  const port = text === nameOf(server) ? /:(\d*)$/.exec(text) : null;
  const host = port ? text.slice(0, port.index) : text;
  const base = crc32(`${host}\0${port?.[1] ?? ''}`);
  const before = Buffer.alloc(4);
  return () => {
    const value = crc32(before, base);
    before.writeUInt32LE(value);
    return value;
  };
}

/** For each server, the servers of its name, itself among them. */
function sameNames(servers: readonly RingServer[]): number[][] {
  const named = new Map<string, number[]>();
  return servers.map((server, i) => {
    const same = named.get(nameOf(server)) ?? [];
    same.push(i);
    named.set(nameOf(server), same);
    return same;
  });
}
