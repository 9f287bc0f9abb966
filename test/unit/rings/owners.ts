import { expect } from 'chai';
import type { RingServer, Route } from '../../../cli/rings/index.js';
import { backends, digits, KEYS, without } from './pages.js';

/** Owners of `KEYS`, one digit each, by the numbers of the dead servers: all alive, `0` dead, `0` and `1` dead. */
export type Owners = readonly {
  readonly of: string;
  readonly servers: readonly RingServer[];
  readonly owners: Readonly<Record<string, string>>;
}[];

type Balancer = (servers: readonly RingServer[]) => Route;

const numbersIn = (text: string): number[] => text.split(' ').filter(Boolean).map(Number);

export function sendsKeysToOwners(balancer: Balancer, table: Owners): void {
  for (const { of, servers, owners } of table) {
    for (const [dead, expected] of Object.entries(owners)) {
      it(`sends every key to its owner among ${of}${dead && `, without ${dead.replace(' ', ' and ')}`}`, () => {
        const route = balancer(servers);
        expect(digits(KEYS.map((key) => route(key, without(...numbersIn(dead)))))).to.equal(expected);
      });
    }

    it(`gives up when all are dead, of ${of}`, () => {
      const route = balancer(servers);
      expect(digits(KEYS.map((key) => route(key, () => false)))).to.equal('-'.repeat(64));
    });
  }
}

export function movesOnlyKeysOfTheDead(balancer: Balancer, keys: readonly string[]): void {
  for (const gone of [0, 1, 2, 3]) {
    it(`moves only the keys of a dead server (${gone + 1} of 4), as if it were not in the configuration`, () => {
      const all = backends(4);
      const route = balancer(all);
      const rest = [0, 1, 2, 3].filter((server) => server !== gone);
      const smaller = balancer(rest.map((server) => all[server]!));
      for (const key of keys) {
        const before = route(key)!;
        const after = route(key, without(gone));
        if (before !== gone) expect(after, key).to.equal(before);
        else expect(after, key).to.equal(rest[smaller(key)!]);
      }
    });
  }
}
