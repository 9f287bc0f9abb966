import { crc32 } from 'node:zlib';
import type { RingServer, Route } from './types.js';

const POINTS_PER_WEIGHT = 160;
const BUCKETS = 1024;
const BUCKET_WIDTH = Math.floor(0xffffffff / BUCKETS);
/** Servers that are asked before nginx goes on by round robin. */
const MAX_TRIES = 20;

interface Point {
  readonly value: number;
  readonly server: number;
}

/**
 * The compatible ring of nginx-conf/modules/consistent_hash, written from its specification and not from its code, so
 * that each can be checked by the other: 160 points a weight at crc32("<address>-<k>"), 1,024 buckets, a key in bucket
 * crc32(key) mod 1,024.
 */
export function consistentHash(servers: readonly RingServer[]): Route {
  const points: Point[] = servers
    .flatMap(({ address, weight = 1 }, server) =>
      Array.from({ length: POINTS_PER_WEIGHT * weight }, (_, k) => ({
        value: crc32(`${address}-${k}`),
        server,
      })),
    )
    // The sort is stable: of equal points the first in configuration order stays first.
    .sort((a, b) => a.value - b.value);
  const starts = Array.from({ length: BUCKETS }, (_, i) => firstFrom(points, i * BUCKET_WIDTH));

  return (key, alive = () => true) => {
    // nginx has nothing to hash, and goes round robin.
    if (key === '') return undefined;
    let at = starts[crc32(key) % BUCKETS]!;
    const tried = new Set<number>();
    for (let tries = 0; tries < MAX_TRIES && tried.size < servers.length; tries++) {
      while (tried.has(points[at]!.server)) at = (at + 1) % points.length;
      const { server } = points[at]!;
      if (alive(server)) return server;
      tried.add(server);
    }
    return undefined;
  };
}

/** Index of the first point at or above the value; past the last point, the first one. */
function firstFrom(points: readonly Point[], value: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]!.value < value) low = middle + 1;
    else high = middle;
  }
  return low % points.length;
}
