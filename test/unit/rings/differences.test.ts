import { expect } from 'chai';
import { type RingServer, rings } from '../../../cli/rings/index.js';
import { rowsUnder } from './page-table.js';

const METHODS = ['consistent_hash', 'consistent_hash_even', 'hash_consistent', 'hash'] as const;
const KEYS = Array.from({ length: 20_000 }, (_, n) => `/catalog/${n}`);
const REMOVED = 1;
const SIZES = [3, 10, 50];
const HEAVY = [4, 9, 50];

const servers = (count: number): RingServer[] =>
  Array.from({ length: count }, (_, n) => ({ address: `10.86.0.${11 + n}:80` }));

const owners = (method: string, some: readonly RingServer[]): string[] => {
  const route = rings[method]!(some);
  return KEYS.map((key) => some[route(key)!]!.address);
};
const percent = (count: number, of = KEYS.length): string => `${((100 * count) / of).toFixed(1)} %`;

/** How many keys have another owner among others of the servers. */
function moved(method: string, from: readonly RingServer[], to: readonly RingServer[]): number {
  const after = owners(method, to);
  return owners(method, from).filter((owner, n) => owner !== after[n]).length;
}

describe('what docs/consistent-hash.md says of', () => {
  it('keys that move is computed', () => {
    const change = (size: number, what: string, to: RingServer[]) => [
      String(size),
      what,
      ...METHODS.map((method) => percent(moved(method, servers(size), to))),
    ];
    const rows = SIZES.flatMap((size) => [
      change(size, 'added', servers(size + 1)),
      change(
        size,
        'removed',
        servers(size).filter((_, n) => n !== REMOVED),
      ),
    ]);
    expect(
      rowsUnder('| servers | one is | consistent_hash | consistent_hash even | hash consistent | hash |'),
    ).to.deep.equal(rows);
  });

  it('a heavy server that is away is computed', () => {
    const rows = HEAVY.map((weight) => {
      const some = servers(3).map((server, n) => ({ ...server, weight: n === 0 ? weight : 1 }));
      const cells = METHODS.map((method) => {
        const route = rings[method]!(some);
        const mine = KEYS.filter((key) => route(key) === 0);
        return percent(mine.filter((key) => route(key, (n) => n !== 0) === undefined).length, mine.length);
      });
      return [`${weight}, 1, 1`, ...cells];
    });
    expect(
      rowsUnder('| weights | consistent_hash | consistent_hash even | hash consistent | hash |'),
    ).to.deep.equal(rows);
  });

  it('names that are written otherwise is computed', () => {
    const short = servers(3).map((server) => ({ ...server, name: server.address.replace(':80', '') }));
    expect(percent(moved('hash_consistent', servers(3), short))).to.equal('67.3 %');
    expect(moved('consistent_hash', servers(3), short)).to.equal(0);
  });
});
