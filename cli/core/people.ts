import { seededRandom, shuffled } from './random.js';
import type { Person } from './scenario.js';

/** 198.18.0.0/15 is reserved for tests of networks (RFC 2544), so no real visitor has such an address. */
export const MAX_PEOPLE = 512;

/** Visitors with fixed names, each with a source address in another /24: nginx's `ip_hash` looks at the /24 only. */
export function people(count: number, seed: number): Person[] {
  const random = seededRandom(seed);
  const networks = shuffled(
    Array.from({ length: MAX_PEOPLE }, (_, i) => i),
    random,
  ).slice(0, count);
  return networks.map((network, i) => ({
    number: i + 1,
    user: `visitor-${i + 1}`,
    address: `198.${18 + (network >> 8)}.${network & 255}.${1 + Math.floor(random() * 254)}`,
  }));
}
