import { crc32 } from 'node:zlib';
import { murmurHash2 } from './murmur-hash2.js';
import { type PointsOf, Ring } from './ring.js';
import type { RingServer, Route } from './types.js';

const BUCKETS = 1024;
const BUCKET_WIDTH = Math.floor(0xffffffff / BUCKETS);
/** Servers that are asked before nginx goes on by round robin. */
const MAX_TRIES = 20;

const murmur = (text: string): number => murmurHash2(Buffer.from(text));

const hashedTexts =
  (hash: (text: string) => number): PointsOf =>
  ({ address }) =>
  (k) =>
    hash(`${address}-${k}`);

const compatibleRing = (servers: readonly RingServer[]): Ring => new Ring(servers, hashedTexts(crc32));
const evenRing = (servers: readonly RingServer[]): Ring => new Ring(servers, hashedTexts(murmur));

/** The point at which each bucket's search begins. */
const startsOf = (ring: Ring): number[] =>
  Array.from({ length: BUCKETS }, (_, i) => ring.firstFrom(i * BUCKET_WIDTH));

/**
 * The compatible ring of nginx-conf/modules/consistent_hash, written from its specification and not from its code, so
 * that each can be checked by the other: 160 points a weight at crc32("<address>-<k>"), 1,024 buckets, a key in bucket
 * crc32(key) mod 1,024.
 */
export function consistentHash(servers: readonly RingServer[]): Route {
  const ring = compatibleRing(servers);
  const starts = startsOf(ring);
  return byServers(ring, servers.length, (key) => starts[crc32(key) % BUCKETS]!);
}

/** The same module's ring with the parameter `even`: points and keys hashed with MurmurHash2, and no buckets. */
export function consistentHashEven(servers: readonly RingServer[]): Route {
  const ring = evenRing(servers);
  return byServers(ring, servers.length, (key) => ring.firstFrom(murmur(key)));
}

export function consistentHashShares(servers: readonly RingServer[]): number[] {
  const ring = compatibleRing(servers);
  const buckets = new Uint16Array(servers.length);
  for (const start of startsOf(ring)) buckets[ring.serverAt(start)]! += 1;
  return Array.from(buckets, (count) => count / BUCKETS);
}

export const consistentHashEvenShares = (servers: readonly RingServer[]): number[] =>
  evenRing(servers).arcs(servers.length);

/** Asks one server after the other, in the order of the ring, each once. */
function byServers(ring: Ring, servers: number, startOf: (key: string) => number): Route {
  return (key, alive = () => true) => {
    // nginx has nothing to hash, and goes round robin.
    if (key === '') return undefined;
    let at = startOf(key);
    const tried = new Set<number>();
    for (let tries = 0; tries < MAX_TRIES && tried.size < servers; tries++) {
      while (tried.has(ring.serverAt(at))) at = ring.after(at);
      const server = ring.serverAt(at);
      if (alive(server)) return server;
      tried.add(server);
    }
    return undefined;
  };
}
