import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import { consistentHash, type RingServer, shares } from '../../../cli/rings/index.js';
import { movesOnlyKeysOfTheDead, type Owners, sendsKeysToOwners } from './owners.js';
import { rowsUnder } from './page-table.js';
import { backends, digits, KEYS, MIXED, WEIGHTED, without } from './pages.js';

// All owners below were computed by another program, in another language, written from the module's specification with a
// CRC-32 of its own.

const TABLE: Owners = [
  {
    of: 'three backends of a lab',
    servers: backends(3),
    owners: {
      '': '2002222221121112202101000012202022110122122021211012002202221220',
      '0': '2222222221121112222111112212222222112122122221211112112212221222',
      '1': '2002222220220002202002000002202022220222022020200022002202222220',
      '0 1': '2222222222222222222222222222222222222222222222222222222222222222',
    },
  },
  {
    of: 'servers with weights 1, 2 and 5',
    servers: WEIGHTED,
    owners: {
      '': '2122222120222022221222211222221222221222222122220212120222221212',
      '0': '2122222121222222221222211222221222221222222122222212121222221212',
      '1': '2222222220222022222222222222222222222222222222220222220222222222',
      '0 1': '2222222222222222222222222222222222222222222222222222222222222222',
    },
  },
  {
    of: 'an IPv6 address, a socket and an IPv4 address',
    servers: MIXED,
    owners: {
      '': '0020212222012111011222200010222220010202222002122122022202000122',
      '0': '1121212222112111211222211111222221211212222212122122122212111122',
      '1': '0020202222022000000222200000222220000202222002022022022202000022',
      '0 1': '2222222222222222222222222222222222222222222222222222222222222222',
    },
  },
];

/** One key for each of the 1,024 buckets. */
const BUCKET_KEYS: readonly string[] = (() => {
  const found = new Map<number, string>();
  for (let n = 0; found.size < 1024; n++) found.set(crc32(`key ${n}`) % 1024, `key ${n}`);
  return [...found.values()];
})();

describe('consistent_hash', () => {
  sendsKeysToOwners(consistentHash, TABLE);

  it("agrees with the example of the module's documentation, number by number", () => {
    const servers = WEIGHTED.slice(0, 2);
    const points = servers
      .flatMap(({ address, weight = 1 }) =>
        Array.from({ length: 160 * weight }, (_, k) => [crc32(`${address}-${k}`), address] as const),
      )
      .sort(([one], [two]) => one - two);
    const expected = ['/', '/cart', '/me'].map((key) => {
      const bucket = crc32(key) % 1024;
      const value = bucket * 4194303;
      const [point, address] = points.find(([one]) => one >= value)!;
      expect(servers[consistentHash(servers)(key)!]!.address).to.equal(address);
      return [`\`${key}\``, crc32(key), bucket, value, point, `\`${address}\``].map(String);
    });
    const readme = 'nginx-conf/modules/consistent_hash/README.md';
    const heading = '| key | crc32 | bucket | value | the first point from there | server |';
    expect(rowsUnder(heading, readme)).to.deep.equal(expected);
  });

  it('takes keys as bytes: of other alphabets, long and binary ones', () => {
    const route = consistentHash(backends(3));
    expect(['ü', 'x'.repeat(5000), 'a\nb\0c'].map((key) => route(key))).to.deep.equal([2, 0, 0]);
  });

  it('has one answer with one server, or none', () => {
    const route = consistentHash(backends(1));
    expect(route('/me')).to.equal(0);
    expect(route('/me', () => false)).to.equal(undefined);
    expect(consistentHash([])('/me')).to.equal(undefined);
  });

  it('shares 1,024 buckets as the weights say, roughly', () => {
    const buckets = (servers: readonly RingServer[]): number[] =>
      shares.consistent_hash(servers).map((share) => share * 1024);
    expect(buckets(backends(3))).to.deep.equal([301, 336, 387]);
    expect(buckets(WEIGHTED)).to.deep.equal([95, 249, 680]);
    expect(buckets(MIXED)).to.deep.equal([328, 188, 508]);
    expect(shares.consistent_hash([])).to.deep.equal([]);
  });

  it('shares them as it routes a key of each bucket', () => {
    const route = consistentHash(WEIGHTED);
    const owners = BUCKET_KEYS.map((key) => route(key)!);
    const counted = WEIGHTED.map((_, i) => owners.filter((owner) => owner === i).length / 1024);
    expect(shares.consistent_hash(WEIGHTED)).to.deep.equal(counted);
  });

  it('of two servers with the same address uses the first, and the second when the first is dead', () => {
    const route = consistentHash([...backends(2), ...backends(1)]);
    const owners = digits(KEYS.map((key) => route(key)));
    expect(owners).to.equal('0001111001111110100101000011101010110110100011011010000100001010');
    expect(digits(KEYS.map((key) => route(key, without(0))))).to.equal(owners.replaceAll('0', '2'));
  });

  movesOnlyKeysOfTheDead(consistentHash, BUCKET_KEYS);

  it('spreads the keys of a dead server over all others', () => {
    const route = consistentHash(backends(4));
    const heirs = BUCKET_KEYS.filter((key) => route(key) === 3).map((key) => route(key, without(3)));
    expect(new Set(heirs)).to.deep.equal(new Set([0, 1, 2]));
  });

  it('asks each server once, and stops after 20 of them as the module does', () => {
    const asked: number[] = [];
    const route = consistentHash(backends(30));
    const owner = route('/me', (server) => {
      asked.push(server);
      return false;
    });
    expect(owner).to.equal(undefined);
    expect(asked).to.deep.equal([25, 23, 2, 10, 20, 29, 21, 24, 1, 0, 11, 22, 27, 17, 18, 28, 6, 5, 3, 4]);
  });
});
