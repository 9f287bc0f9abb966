import { expect } from 'chai';
import { balancers, pairOf, stores, strategies } from '../../../cli/catalog/index.js';
import { nameOfItsOwn } from '../../../cli/commands/lab-names.js';
import { checkName } from '../../../cli/lab/index.js';

describe('the name of the lab that a strategy has to itself', () => {
  it('is that of the lab and the strategy', () => {
    expect(nameOfItsOwn('lab', 'redis')).to.equal('lab-redis');
  });

  it('is short enough for Docker, and another one for each strategy and pair, however long the names are', () => {
    const pairs = Object.values(balancers).flatMap((balancer) =>
      Object.values(stores).map((store) => pairOf(balancer, store)),
    );
    const ids = new Set([...strategies, ...pairs].map(({ id }) => id));
    for (const lab of ['lab', 'x'.repeat(31)]) {
      const names = [...ids].map((id) => checkName(nameOfItsOwn(lab, id)));
      expect(new Set(names).size).to.equal(ids.size);
    }
  });

  it('is always the same', () => {
    const [one, other] = [0, 1].map(() =>
      nameOfItsOwn('laboratory', 'consistent-hash-cookie--mysql-cluster'),
    );
    expect(one)
      .to.equal(other)
      .and.to.match(/^laboratory-[a-z-]*-[0-9a-f]{6}$/);
  });
});
