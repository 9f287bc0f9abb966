import {
  consistentHash,
  consistentHashEven,
  consistentHashEvenShares,
  consistentHashShares,
} from './consistent-hash.js';
import { hash } from './hash.js';
import { hashConsistent, hashConsistentShares } from './hash-consistent.js';
import { ipHash } from './ip-hash.js';
import type { RingServer, Route, Shares } from './types.js';

export { unevenness, wellMixed } from './evenness.js';
export type { RingServer, Route, Shares };
export { consistentHash, consistentHashEven, hash, hashConsistent, ipHash };

/** The balancers whose choice can be computed, by the `method` of the catalogue. */
export const rings: Readonly<Record<string, (servers: readonly RingServer[]) => Route>> = {
  ip_hash: ipHash,
  hash,
  hash_consistent: hashConsistent,
  consistent_hash: consistentHash,
  consistent_hash_even: consistentHashEven,
};

/** Exactly what part of all keys each server gets, where every hash is as likely as any other. */
export const shares: Readonly<
  Record<'hash_consistent' | 'consistent_hash' | 'consistent_hash_even', Shares>
> = {
  hash_consistent: hashConsistentShares,
  consistent_hash: consistentHashShares,
  consistent_hash_even: consistentHashEvenShares,
};
