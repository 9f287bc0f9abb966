import type { RingServer } from './types.js';

/** Points of a server for each unit of its weight: so many have all three rings. */
export const POINTS_PER_WEIGHT = 160;
const VALUES = 2 ** 32;
/** A point is one number, value × SERVERS + server: 32 and 21 of the 53 bits that a double keeps exactly. */
const SERVERS = 2 ** 21;

/** Says, server by server, what values its points have: asked for k = 0, 1, 2, … in turn. */
export type PointsOf = (server: RingServer) => (k: number) => number;

/** Points in ascending order of their values; of equal ones the first in configuration order comes first. */
export class Ring {
  readonly #points: Float64Array;

  constructor(servers: readonly RingServer[], pointsOf: PointsOf) {
    const counts = servers.map(({ weight = 1 }) => POINTS_PER_WEIGHT * weight);
    this.#points = new Float64Array(counts.reduce((sum, count) => sum + count, 0));
    let at = 0;
    for (const [i, server] of servers.entries()) {
      const point = pointsOf(server);
      for (let k = 0; k < counts[i]!; k++) this.#points[at++] = point(k) * SERVERS + i;
    }
    this.#points.sort();
  }

  serverAt(at: number): number {
    return this.#points[at]! % SERVERS;
  }

  /** Index of the next point, around the ring. */
  after(at: number): number {
    return (at + 1) % this.#points.length;
  }

  /** Index of the next point with another value, around the ring. */
  afterEqual(at: number): number {
    let next = this.after(at);
    while (this.#valueAt(next) === this.#valueAt(next - 1)) next = this.after(next);
    return next;
  }

  /** Index of the first point at or above the value; past the last point, the first one. */
  firstFrom(value: number): number {
    let low = 0;
    let high = this.#points.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#points[middle]! < value * SERVERS) low = middle + 1;
      else high = middle;
    }
    return low % this.#points.length;
  }

  /** The part of all values, from 0 to 1, that lies before the points of each server. */
  arcs(servers: number): number[] {
    const arcs = new Float64Array(servers);
    let before = this.#valueAt(this.#points.length - 1) - VALUES;
    for (let at = 0; at < this.#points.length; at++) {
      arcs[this.serverAt(at)]! += this.#valueAt(at) - before;
      before = this.#valueAt(at);
    }
    return Array.from(arcs, (arc) => arc / VALUES);
  }

  #valueAt(at: number): number {
    return Math.floor(this.#points[at]! / SERVERS);
  }
}
