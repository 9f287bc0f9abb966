import { consistentHash } from './consistent-hash.js';
import { hash } from './hash.js';
import { ipHash } from './ip-hash.js';
import type { RingServer, Route } from './types.js';

export type { RingServer, Route };
export { consistentHash, hash, ipHash };

/** The balancers whose choice can be computed, by the `method` of the catalogue. */
export const rings: Readonly<Record<string, (servers: readonly RingServer[]) => Route>> = {
  ip_hash: ipHash,
  hash,
  consistent_hash: consistentHash,
};
