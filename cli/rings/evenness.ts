import { POINTS_PER_WEIGHT } from './ring.js';

/** Standard deviation of the shares over their mean; 0 where all are equal. */
export function unevenness(shares: readonly number[]): number {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return Math.sqrt(shares.reduce((sum, share) => sum + (share / mean - 1) ** 2, 0) / shares.length);
}

/**
 * What a ring's unevenness comes to, as a root mean square over many rings, if its points lie wholly by chance: the
 * share of a server with this weight of `total` is distributed as Beta(160 × weight, 160 × (total - weight)). Without
 * weights `total` is the number of servers.
 */
export const wellMixed = (total: number, weight = 1): number =>
  Math.sqrt((total - weight) / (weight * (POINTS_PER_WEIGHT * total + 1)));
