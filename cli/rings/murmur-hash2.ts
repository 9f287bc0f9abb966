const M = 0x5bd1e995;

/**
 * MurmurHash2 for 32 bits, which Austin Appleby placed in the public domain (github.com/aappleby/smhasher,
 * `MurmurHash2.cpp`), reading the bytes as little-endian on every machine. With seed 0, `ngx_murmur_hash2` of nginx.
 */
export function murmurHash2(bytes: Uint8Array, seed = 0): number {
  const whole = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    const mixed = Math.imul(word, M);
    hash = Math.imul(hash, M) ^ Math.imul(mixed ^ (mixed >>> 24), M);
  }
  if (whole < bytes.length) {
    for (let at = whole; at < bytes.length; at++) hash ^= bytes[at]! << (8 * (at - whole));
    hash = Math.imul(hash, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return (hash ^ (hash >>> 15)) >>> 0;
}
