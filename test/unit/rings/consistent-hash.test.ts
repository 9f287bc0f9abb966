import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import { consistentHash, type RingServer } from '../../../cli/rings/index.js';
import { backends, digits, KEYS, without } from './pages.js';

// All owners below were computed by another program, in another language, written from the module's specification with a
// CRC-32 of its own.
const WEIGHTED: readonly RingServer[] = [
  { address: '192.168.1.86:80' },
  { address: '192.168.1.88:80', weight: 2 },
  { address: '192.168.1.89:80', weight: 5 },
];
const MIXED: readonly RingServer[] = [
  { address: '[2001:db8::1]:80' },
  { address: 'unix:/run/app.sock' },
  { address: '10.0.0.1:8080' },
];

const TABLE: readonly {
  readonly of: string;
  readonly servers: readonly RingServer[];
  readonly owners: Readonly<Record<string, string>>;
}[] = [
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

const numbersIn = (text: string): number[] => text.split(' ').filter(Boolean).map(Number);

describe('consistent_hash', () => {
  for (const { of, servers, owners } of TABLE) {
    for (const [dead, expected] of Object.entries(owners)) {
      it(`sends every key to its owner among ${of}${dead && `, without ${dead.replace(' ', ' and ')}`}`, () => {
        const route = consistentHash(servers);
        expect(digits(KEYS.map((key) => route(key, without(...numbersIn(dead)))))).to.equal(expected);
      });
    }

    it(`gives up when all are dead, of ${of}`, () => {
      const route = consistentHash(servers);
      expect(digits(KEYS.map((key) => route(key, () => false)))).to.equal('-'.repeat(64));
    });
  }

  it("agrees with the example of the module's documentation", () => {
    const route = consistentHash(WEIGHTED.slice(0, 2));
    expect(['/', '/cart', '/me'].map((key) => route(key))).to.deep.equal([1, 1, 0]);
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
    const shares = (servers: readonly RingServer[]): number[] => {
      const route = consistentHash(servers);
      const owners = BUCKET_KEYS.map((key) => route(key)!);
      return servers.map((_, i) => owners.filter((owner) => owner === i).length);
    };
    expect(shares(backends(3))).to.deep.equal([301, 336, 387]);
    expect(shares(WEIGHTED)).to.deep.equal([95, 249, 680]);
    expect(shares(MIXED)).to.deep.equal([328, 188, 508]);
  });

  it('of two servers with the same address uses the first, and the second when the first is dead', () => {
    const route = consistentHash([...backends(2), ...backends(1)]);
    const owners = digits(KEYS.map((key) => route(key)));
    expect(owners).to.equal('0001111001111110100101000011101010110110100011011010000100001010');
    expect(digits(KEYS.map((key) => route(key, without(0))))).to.equal(owners.replaceAll('0', '2'));
  });

  for (const gone of [0, 1, 2, 3]) {
    it(`moves only the keys of a dead server (${gone + 1} of 4), as if it were not in the configuration`, () => {
      const all = backends(4);
      const route = consistentHash(all);
      const rest = [0, 1, 2, 3].filter((server) => server !== gone);
      const smaller = consistentHash(rest.map((server) => all[server]!));
      for (const key of BUCKET_KEYS) {
        const before = route(key)!;
        const after = route(key, without(gone));
        if (before !== gone) expect(after, key).to.equal(before);
        else expect(after, key).to.equal(rest[smaller(key)!]);
      }
    });
  }

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
