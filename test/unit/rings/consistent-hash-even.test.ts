import { expect } from 'chai';
import { consistentHashEven, shares } from '../../../cli/rings/index.js';
import { movesOnlyKeysOfTheDead, type Owners, sendsKeysToOwners } from './owners.js';
import { backends, digits, KEYS, MIXED, WEIGHTED, without } from './pages.js';

// All owners below were computed by another program, in another language, written from the module's specification with a
// MurmurHash2 of its own.
const TABLE: Owners = [
  {
    of: 'three backends of a lab',
    servers: backends(3),
    owners: {
      '': '1012121011121211211222121011011112110110112100202010121012010122',
      '0': '1112121211121211211222121111111112112112112111222112121112212122',
      '1': '0002020022022222220222220020002002020020222000202000222022020022',
      '0 1': '2222222222222222222222222222222222222222222222222222222222222222',
    },
  },
  {
    of: 'servers with weights 1, 2 and 5',
    servers: WEIGHTED,
    owners: {
      '': '2012121222012120222211120122122120022222111201211011211222111122',
      '0': '2212121222212122222211121122122122122222111221211211211222111122',
      '1': '2022222222022220222220220222222220022222222202222002220222022222',
      '0 1': '2222222222222222222222222222222222222222222222222222222222222222',
    },
  },
  {
    of: 'an IPv6 address, a socket and an IPv4 address',
    servers: MIXED,
    owners: {
      '': '2001220112101110201212221011000102222201220220211122212111200211',
      '0': '2121222112121111221212221111122122222211222221211122212111211211',
      '1': '2002220002202000200202220022000002222202220220200222202222200202',
      '0 1': '2222222222222222222222222222222222222222222222222222222222222222',
    },
  },
  {
    of: 'ten backends of a lab',
    servers: backends(10),
    owners: { '': '6814661468958311796222826014713192150180462770847490777915644392' },
  },
];

describe('consistent_hash … even', () => {
  sendsKeysToOwners(consistentHashEven, TABLE);
  movesOnlyKeysOfTheDead(
    consistentHashEven,
    Array.from({ length: 1000 }, (_, i) => `key ${i}`),
  );

  it('takes keys as bytes: of other alphabets, long and binary ones', () => {
    const route = consistentHashEven(backends(3));
    expect(['ü', 'x'.repeat(5000), 'a\nb\0c'].map((key) => route(key))).to.deep.equal([1, 1, 2]);
  });

  it('leaves an empty key to round robin, and has one answer with one server, or none', () => {
    expect(consistentHashEven(backends(3))('')).to.equal(undefined);
    expect(consistentHashEven(backends(1))('/me')).to.equal(0);
    expect(consistentHashEven([])('/me')).to.equal(undefined);
  });

  it('of two servers with the same address uses the first, and the second when the first is dead', () => {
    const route = consistentHashEven([...backends(2), ...backends(1)]);
    const owners = digits(KEYS.map((key) => route(key)));
    expect(owners).not.to.include('2');
    expect(digits(KEYS.map((key) => route(key, without(0))))).to.equal(owners.replaceAll('0', '2'));
  });

  it('sends a key that hashes to a point to its server', () => {
    const route = consistentHashEven(backends(10));
    for (let i = 0; i < 10; i++) expect(route(`10.86.0.${11 + i}:80-7`)).to.equal(i);
  });

  it('of equal points of two servers takes the first in configuration order, and the other when that is dead', () => {
    for (const hosts of [
      ['10.86.0.32', '10.86.1.229'],
      ['10.86.1.229', '10.86.0.32'],
    ]) {
      const route = consistentHashEven(hosts.map((host) => ({ address: `${host}:80` })));
      expect([route('k235'), route('k235', without(0))]).to.deep.equal([0, 1]);
    }
  });

  it('asks each server once, and stops after 20 of them as the module does', () => {
    const asked: number[] = [];
    const owner = consistentHashEven(backends(30))('/me', (server) => {
      asked.push(server);
      return false;
    });
    expect(owner).to.equal(undefined);
    expect(asked).to.deep.equal([28, 16, 6, 24, 10, 1, 4, 21, 15, 7, 20, 23, 18, 25, 0, 3, 2, 19, 29, 14]);
  });

  it('shares the ring by its arcs', () => {
    const arcs = [1361974364, 1486167833, 1446825099];
    expect(shares.consistent_hash_even(backends(3))).to.deep.equal(arcs.map((arc) => arc / 2 ** 32));
    const weighted = [562647603, 1120592287, 2611727406];
    expect(shares.consistent_hash_even(WEIGHTED)).to.deep.equal(weighted.map((arc) => arc / 2 ** 32));
    expect(shares.consistent_hash_even([])).to.deep.equal([]);
  });
});
