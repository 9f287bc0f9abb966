import { expect } from 'chai';
import { type RingServer, rings } from '../../cli/rings/index.js';
import { type Client, FIRST_PORT, type Task, withClient } from './memcache-client.js';

const KEYS = Array.from({ length: 10_000 }, (_, n) => `page/${n}?lang=${n % 3}`);
/** The ring's settings, whatever an administrator may have set. */
const RING = { hash_strategy: 'consistent', hash_function: 'crc32' };

const servers = (count: number, address: (n: number) => string, weight: (n: number) => number = () => 1) =>
  Array.from({ length: count }, (_, n): RingServer => ({ address: address(n), weight: weight(n) }));
const local = (n: number) => `127.0.0.1:${FIRST_PORT + n}`;
/** Nobody is there, which does not matter where nothing is stored. */
const afar = (n: number) => `10.86.${n >> 8}.${n & 255}:${FIRST_PORT}`;

/** Keys that the client has elsewhere than the ring. */
async function elsewhere(client: Client, task: Partial<Task> & Pick<Task, 'servers'>): Promise<object[]> {
  const { keys = KEYS } = task;
  const found = await client({ store: false, settings: RING, ...task, keys });
  expect(found).to.have.length(keys.length);
  const route = rings['consistent_hash']!(task.servers);
  const wanted = keys.map((key) => task.servers[route(key)!]!.address);
  return keys.flatMap((key, n) =>
    found[n]!.join() === wanted[n] ? [] : [{ key, found: found[n], wanted: wanted[n] }],
  );
}

describe("consistent_hash has the ring of PHP's memcache client", () => {
  const STORED: Readonly<Record<string, readonly RingServer[]>> = {
    'one server': servers(1, local),
    'three servers': servers(3, local),
    'three servers in another order': servers(3, local).reverse(),
    'five servers': servers(5, local),
    'five servers with weights of 1 to 5': servers(5, local, (n) => n + 1),
    'three servers by IPv6': servers(3, (n) => `[::1]:${FIRST_PORT + n}`),
  };

  it(`${KEYS.length} keys are stored where the ring says, in ${Object.keys(STORED).length} sets of servers`, () =>
    withClient(5, async (client) => {
      for (const [name, all] of Object.entries(STORED))
        expect(await elsewhere(client, { servers: all, store: true }), name).to.deep.equal([]);
    }));

  it('the client names the same servers, up to 3,000 of them, with weights, and by its own defaults', () =>
    withClient(0, async (client) => {
      for (const settings of [RING, {}])
        for (const all of [servers(10, afar), servers(300, afar, (n) => (n % 5) + 1), servers(3000, afar)])
          expect(await elsewhere(client, { servers: all, settings }), `${all.length}`).to.deep.equal([]);
    }));

  it('of equal points of two servers the first server has it', () =>
    withClient(0, async (client) => {
      const both = [37, 64].map((n) => ({ address: afar(n) }));
      // Buckets whose first point the two have in common.
      const keys = ['k153', 'k233', 'k384', 'k1451'];
      for (const all of [both, [...both].reverse()]) {
        expect(await elsewhere(client, { servers: all, keys })).to.deep.equal([]);
        const found = await client({ servers: all, keys, store: false, settings: RING });
        expect(found.flat()).to.deep.equal(keys.map(() => all[0]!.address));
      }
    }));

  it('takes keys as memcached can have them: at most 250 bytes, and _ for a space or control character', () =>
    withClient(0, async (client) => {
      const all = servers(3, afar);
      const bytes = KEYS.map((key) => `é${key}\x7f`);
      expect(await elsewhere(client, { servers: all, keys: bytes })).to.deep.equal([]);
      const odd = KEYS.map((key, n) => `${key} \t${n}${'x'.repeat(250)}`);
      expect(await elsewhere(client, { servers: all, keys: odd })).to.have.length.above(KEYS.length / 4);
      const keys = odd.map((key) => key.replace(/[\0- ]/g, '_').slice(0, 250));
      expect(await client({ servers: all, keys: odd, store: false, settings: RING })).to.deep.equal(
        await client({ servers: all, keys, store: false, settings: RING }),
      );
      expect(await elsewhere(client, { servers: all, keys })).to.deep.equal([]);
    }));

  it('a host is hashed as it is written, and other settings make other rings', () =>
    withClient(0, async (client) => {
      const all = servers(3, afar);
      const named = all.map(({ address }, n) =>
        n === 0 ? { address: `localhost:${FIRST_PORT}` } : { address },
      );
      expect(await elsewhere(client, { servers: named })).to.deep.equal([]);
      for (const settings of [
        { ...RING, hash_function: 'fnv' },
        { ...RING, hash_strategy: 'standard' },
      ])
        expect(await elsewhere(client, { servers: all, settings })).to.have.length.above(KEYS.length / 2);
    }));
});
