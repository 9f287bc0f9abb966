import { expect } from 'chai';
import { MAX_PEOPLE, people } from '../../../cli/core/index.js';

const octets = (address: string): number[] => address.split('.').map(Number);

describe('people', () => {
  it('are numbered from 1, each with a name of his own', () => {
    expect(people(3, 1).map(({ number, user }) => [number, user])).to.deep.equal([
      [1, 'visitor-1'],
      [2, 'visitor-2'],
      [3, 'visitor-3'],
    ]);
  });

  it('come from 198.18.0.0/15, from neither the first nor the last address of a network', () => {
    for (const { address } of people(MAX_PEOPLE, 5)) {
      const [a, b, , d] = octets(address) as [number, number, number, number];
      expect([a, b === 18 || b === 19, d >= 1 && d <= 254], address).to.deep.equal([198, true, true]);
    }
  });

  for (const seed of [0, 1, 2 ** 32 - 1]) {
    it(`share no /24, even where all there are come (seed ${seed})`, () => {
      const networks = people(MAX_PEOPLE, seed).map(({ address }) => octets(address).slice(0, 3).join('.'));
      expect(new Set(networks).size).to.equal(512);
    });
  }

  it('are the same ones for the same seed, and others for another one', () => {
    expect(people(24, 7)).to.deep.equal(people(24, 7));
    const addresses = (seed: number) => people(24, seed).map(({ address }) => address);
    expect(addresses(7)).not.to.deep.equal(addresses(8));
  });

  it('keep their addresses on every machine and in every version, or an old run could not be judged again', () => {
    expect(people(3, 1).map(({ address }) => address)).to.deep.equal([
      '198.18.114.64',
      '198.19.79.214',
      '198.19.96.159',
    ]);
  });

  it('are 512 at most', () => {
    expect(people(10_000, 1)).to.have.length(512);
    expect(people(0, 1)).to.deep.equal([]);
  });
});
