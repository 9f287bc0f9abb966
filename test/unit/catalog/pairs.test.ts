import { expect } from 'chai';
import {
  balancers,
  findStrategy,
  pairOf,
  stores,
  strategies,
  whyNoPair,
} from '../../../cli/catalog/index.js';
import type { Balancer, Store, Strategy } from '../../../cli/core/index.js';
import { directives, flawsOf, partsOf } from '../../../cli/lab/parts.js';

const all: readonly (readonly [Balancer, Store])[] = Object.values<Balancer>(balancers).flatMap((balancer) =>
  Object.values<Store>(stores).map((store) => [balancer, store] as const),
);
const pairs: readonly Strategy[] = all
  .filter(([balancer, store]) => !whyNoPair(balancer, store))
  .map(([balancer, store]) => pairOf(balancer, store));

describe('free pairs', () => {
  it('are the catalogue’s own strategy where it has one', () => {
    for (const strategy of strategies) expect(pairOf(strategy.balancer, strategy.store)).to.equal(strategy);
    expect(pairs).to.include.members([...strategies]);
  });

  it('are found by their ids, and only those that make sense', () => {
    for (const pair of pairs) expect(findStrategy(pair.id)?.id).to.equal(pair.id);
    expect(findStrategy('ip-hash--redis')).to.deep.include({
      balancer: balancers.ip_hash,
      store: stores.redis,
      origin: { site: 'ip-hash', vhost: 'redis' },
    });
    for (const id of [
      'ip-hash--cookie-sealed',
      'round-robin--redis',
      'ip-hash--',
      '--redis',
      'ip-hash--rediss',
    ])
      expect(findStrategy(id), id).to.equal(undefined);
  });

  it('have ids that can be the name of a host, and no two the same', () => {
    for (const { id } of pairs) expect(id).to.match(/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/);
    expect(new Set(pairs.map(({ id }) => id)).size).to.equal(pairs.length);
  });

  it('are refused only for a reason that names both', () => {
    const refused = all.flatMap(([balancer, store]) => {
      const reason = whyNoPair(balancer, store);
      return reason === undefined ? [] : [{ balancer, store, reason }];
    });
    expect(refused).to.have.length(12);
    for (const { balancer, store, reason } of refused) {
      expect(reason).to.include(balancer.id).and.include(store.id);
      expect(strategies.some((one) => one.balancer === balancer && one.store === store)).to.equal(false);
    }
  });

  for (const pair of pairs.filter(({ origin }) => origin)) {
    it(`${pair.id} has configurations that the lab takes, with nothing of the lenders' names left`, async () => {
      const parts = await partsOf(pair);
      expect(flawsOf(pair, parts)).to.deep.equal([]);
      const { site, vhost } = pair.origin as { site: string; vhost: string };
      expect(directives(parts.site)).to.not.match(
        new RegExp(`(upstream |//|server_name )${site}(?![a-z0-9-])`),
      );
      expect(directives(parts.vhost)).to.not.match(
        new RegExp(`(ServerName |ledger/|sessions/)${vhost}(?![a-z0-9-])`),
      );
    });
  }
});
