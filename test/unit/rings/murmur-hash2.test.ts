import { expect } from 'chai';
import { murmurHash2 } from '../../../cli/rings/murmur-hash2.js';

describe('MurmurHash2', () => {
  // SMHasher's way to verify a hash: of the keys {}, {0}, {0, 1}, … with the seeds 256, 255, 254, …, the hash of the
  // hashes. The value is its author's own.
  it('has the verification value of SMHasher', () => {
    const key = Uint8Array.from({ length: 256 }, (_, i) => i);
    const hashes = Buffer.alloc(4 * 256);
    for (const i of key) hashes.writeUInt32LE(murmurHash2(key.subarray(0, i), 256 - i), 4 * i);
    expect(murmurHash2(hashes)).to.equal(0x27864c1e);
  });

  it('hashes texts of every rest of four bytes as another program does', () => {
    const texts = ['', 'a', 'ab', 'abc', 'abcd', 'The quick brown fox jumps over the lazy dog'];
    expect(texts.map((text) => murmurHash2(Buffer.from(text)))).to.deep.equal([
      0, 0x92685f5e, 0x1aa14063, 0x13577c9b, 0x26873021, 0x212729d0,
    ]);
  });
});
