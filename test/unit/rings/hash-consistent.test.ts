import { expect } from 'chai';
import { hashConsistent, type RingServer, shares } from '../../../cli/rings/index.js';
import { movesOnlyKeysOfTheDead, type Owners, sendsKeysToOwners } from './owners.js';
import { backends, digits, KEYS, MIXED, WEIGHTED, without } from './pages.js';

// All owners below were computed by another program, in another language, with a CRC-32 of its own, from nginx's
// arithmetic: crc32(HOST \0 PORT PREVIOUS), 160 a weight, equal points once, over 20 further points round robin.
const NAMED: readonly RingServer[] = [
  { address: '10.0.0.1:80', name: 'app.example' },
  { address: '[2001:db8::1]:80', name: '[2001:db8::1]', weight: 2 },
  { address: 'UNIX:/run/app.sock:80' },
  { address: '10.0.0.2:8080', name: 'app.example:8080' },
];

const TABLE: Owners = [
  {
    of: 'three backends of a lab',
    servers: backends(3),
    owners: {
      '': '1100222010222020201201202210212112110221211202022122200120002112',
      '0': '1111222112222222211221222212212112111221211222222122222121122112',
      '1': '2200222000222020202200202200222002200220200202022222200020002202',
      '0 1': '2222222222222222222222222222222222222222222222222222222222222222',
    },
  },
  {
    of: 'servers with weights 1, 2 and 5',
    servers: WEIGHTED,
    owners: {
      '': '0102222222012222122120122220122222222212222222210002201211222102',
      '0': '1122222222212222122121122221122222222212222222211122221211222112',
      '1': '0202222222022222222220222220222222222222222222220002202222222202',
      '0 1': '2222222222222222222222222222222222222222222222222222222222222222',
    },
  },
  {
    of: 'an IPv6 address, a socket and an IPv4 address',
    servers: MIXED,
    owners: {
      '': '1101111202021221221112222112110102100000120021112222202112201201',
      '0': '1111111222121221221112222112112112121122122121112222222112221211',
      '1': '0002022202022222222022222222220202000000020022022222202202202200',
      '0 1': '2222222222222222222222222222222222222222222222222222222222222222',
    },
  },
  {
    of: 'servers that the configuration names otherwise: without a port, with one, a socket in capitals',
    servers: NAMED,
    owners: {
      '': '3111131230200303130012313112302102102111301133013220133331210323',
      '0': '3111131231233313131212313112312112132111311133113221133331213323',
      '1': '3322230230200303330022323032302202302223302333033220233332200323',
      '0 1': '3322233233233333333222323332322232332223332333233223233332223323',
    },
  },
  {
    of: 'ten backends of a lab',
    servers: backends(10),
    owners: { '': '7106527666252920906887572780736818174271531908062886244853339718' },
  },
];

describe('hash … consistent', () => {
  sendsKeysToOwners(hashConsistent, TABLE);
  movesOnlyKeysOfTheDead(
    hashConsistent,
    Array.from({ length: 1000 }, (_, i) => `key ${i}`),
  );

  it('takes keys as bytes: of other alphabets, long and binary ones', () => {
    const route = hashConsistent(backends(3));
    expect(['ü', 'x'.repeat(5000), 'a\nb\0c'].map((key) => route(key))).to.deep.equal([0, 0, 0]);
  });

  it('leaves an empty key to round robin, and has one answer with one server, or none', () => {
    expect(hashConsistent(backends(3))('')).to.equal(undefined);
    expect(hashConsistent(backends(1))('/me')).to.equal(0);
    expect(hashConsistent([])('/me')).to.equal(undefined);
  });

  it('asks 21 points, whosever they are', () => {
    const asked: number[] = [];
    const owner = hashConsistent(backends(30))('/me', (server) => {
      asked.push(server);
      return false;
    });
    expect(owner).to.equal(undefined);
    expect(asked).to.deep.equal([24, 11, 5, 2, 9, 1, 21, 29, 17, 7, 7, 27, 0, 23, 9, 17, 7, 5, 20, 9, 6]);
  });

  it('sends a key that hashes to a point to its server', () => {
    const route = hashConsistent(backends(10));
    for (let i = 0; i < 10; i++) expect(route(`10.86.0.${11 + i}\x0080\0\0\0\0`)).to.equal(i);
  });

  it('takes equal points of two servers for one, that of the first in configuration order', () => {
    const asked = (...hosts: string[]): string => {
      const servers: number[] = [];
      hashConsistent(hosts.map((host) => ({ address: `${host}:80` })))('k1829', (server) => {
        servers.push(server);
        return false;
      });
      return digits(servers);
    };
    expect(asked('10.86.0.83', '10.86.1.108')).to.equal('001011110100110110110');
    expect(asked('10.86.1.108', '10.86.0.83')).to.equal('010100001011001001001');
  });

  it('takes the points of servers of one name once', () => {
    const timesAsked = (servers: readonly RingServer[], key: string): number => {
      let times = 0;
      hashConsistent(servers)(key, (server) => {
        if (server === 0) times += 1;
        return server === servers.length - 1;
      });
      return times;
    };
    const [first, last] = backends(2) as [RingServer, RingServer];
    for (const key of KEYS)
      expect(timesAsked([first, first, last], key)).to.equal(timesAsked([first, last], key));
  });

  it('has no one answer for servers of one name, which take turns, unless one of them is left', () => {
    const name = 'app.example:80';
    const servers = [
      { address: '10.0.0.1:80', name },
      { address: '10.0.0.2:80', name, weight: 2 },
      { address: '10.0.0.3:80' },
    ];
    const route = hashConsistent(servers);
    const owners = digits(KEYS.map((key) => route(key)));
    expect(owners)
      .to.match(/^[-2]*$/)
      .and.to.include('-');
    expect(digits(KEYS.map((key) => route(key, without(0))))).to.equal(owners.replaceAll('-', '1'));
    expect(digits(KEYS.map((key) => route(key, without(1))))).to.equal(owners.replaceAll('-', '0'));
    expect(digits(KEYS.map((key) => route(key, without(2))))).to.equal('-'.repeat(64));

    const [first, second, third] = shares.hash_consistent(servers);
    expect(second! / first!).to.be.closeTo(2, 1e-12);
    expect([first! + second!, third!]).to.deep.equal(
      shares.hash_consistent([{ address: name, weight: 2 }, { address: '10.0.0.3:80' }]),
    );
  });

  it('shares the ring by its arcs', () => {
    const arcs = [1350595323, 1524869980, 1419501993];
    expect(shares.hash_consistent(backends(3))).to.deep.equal(arcs.map((arc) => arc / 2 ** 32));
    const named = [840265670, 1592099943, 898352497, 964249186];
    expect(shares.hash_consistent(NAMED)).to.deep.equal(named.map((arc) => arc / 2 ** 32));
    expect(shares.hash_consistent([])).to.deep.equal([]);
  });
});
