import { expect } from 'chai';
import {
  addressFarAway,
  addressNearby,
  inSameNetwork,
  MAX_PEOPLE,
  neighbours,
  people,
  returning,
} from '../../../cli/core/index.js';

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

describe('neighbours', () => {
  const network = (address: string): string => octets(address).slice(0, 3).join('.');

  it('are numbered and named as everybody, with different addresses of one /24', () => {
    const cast = neighbours(24, 1);
    expect(cast.map(({ number, user }) => [number, user])).to.deep.equal(
      people(24, 1).map(({ number, user }) => [number, user]),
    );
    expect(new Set(cast.map(({ address }) => address)).size).to.equal(24);
    expect(new Set(cast.map(({ address }) => network(address))).size).to.equal(1);
  });

  it('are 254 at most: all there is in a /24, without the first and the last address', () => {
    const all = neighbours(512, 3);
    expect(all.map(({ address }) => octets(address)[3]).sort((a, b) => a! - b!)).to.deep.equal(
      Array.from({ length: 254 }, (_, i) => 1 + i),
    );
  });

  it('live in another network for another seed, always within 198.18.0.0/15', () => {
    const networks = Array.from({ length: 50 }, (_, seed) => network(neighbours(1, seed)[0]!.address));
    expect(new Set(networks).size).to.be.greaterThan(40);
    for (const one of networks) expect(one).to.match(/^198\.1[89]\.\d+$/);
    expect(neighbours(24, 7)).to.deep.equal(neighbours(24, 7));
  });

  it('keep their addresses on every machine and in every version', () => {
    expect(neighbours(3, 1).map(({ address }) => address)).to.deep.equal([
      '198.19.65.126',
      '198.19.65.238',
      '198.19.65.15',
    ]);
  });
});

describe('returning visitors', () => {
  const routes = (count: number, seed: number) => returning(count, seed).map(({ route }) => route!);

  it('are the people of that seed, each with a route cookie of the form of $request_id', () => {
    const withoutRoute = returning(24, 7).map(({ route: _, ...person }) => person);
    expect(withoutRoute).to.deep.equal(people(24, 7));
    for (const route of routes(24, 7)) expect(route).to.match(/^[0-9a-f]{32}$/);
  });

  it('have different ones, also in runs with other seeds', () => {
    const all = [1, 2, 3, 2 ** 32 - 1].flatMap((seed) => routes(MAX_PEOPLE, seed));
    expect(new Set(all).size).to.equal(4 * MAX_PEOPLE);
  });

  it('have digits of every kind at every place', () => {
    const all = routes(MAX_PEOPLE, 1);
    for (let place = 0; place < 32; place++)
      expect(new Set(all.map((route) => route[place])).size, `place ${place}`).to.equal(16);
  });

  it('bring the same ones on every machine and in every version, or an old run could not be judged again', () => {
    expect(returning(24, 7)).to.deep.equal(returning(24, 7));
    expect(routes(2, 1)).to.deep.equal([
      '2415af9da521a8da87cf894a817c898c',
      '68667952e1d60d5530605db9772274e5',
    ]);
  });

  it('bring the same ones however many come', () => {
    expect(routes(3, 1)).to.deep.equal(routes(24, 1).slice(0, 3));
  });
});

describe('an address that changes', () => {
  const addresses = people(MAX_PEOPLE, 1).map(({ address }) => address);

  it('nearby has another last octet, and nothing else', () => {
    for (const address of addresses) {
      const [own, near] = [octets(address), octets(addressNearby(address))];
      expect(near.slice(0, 3)).to.deep.equal(own.slice(0, 3));
      expect(near[3]).not.to.equal(own[3]);
      expect(near[3]).to.be.within(1, 254);
      expect(inSameNetwork(address, addressNearby(address))).to.equal(true);
    }
  });

  it('far away is in the other /16, with any third octet', () => {
    for (const address of addresses) {
      const [own, far] = [octets(address), octets(addressFarAway(address))];
      expect([far[0], far[1]]).to.deep.equal([198, own[1] === 18 ? 19 : 18]);
      expect(far[3]).to.be.within(1, 254);
      expect(inSameNetwork(address, addressFarAway(address))).to.equal(false);
    }
    const kept = addresses.filter((address) => octets(address)[2] === octets(addressFarAway(address))[2]);
    expect(kept.length).to.be.lessThan(MAX_PEOPLE / 20);
  });

  it('becomes the same one every time, or an old run could not be judged again', () => {
    expect(addresses.slice(0, 3).map(addressNearby)).to.deep.equal([
      '198.18.114.84',
      '198.19.79.156',
      '198.19.96.35',
    ]);
    expect(addresses.slice(0, 3).map(addressFarAway)).to.deep.equal([
      '198.19.20.253',
      '198.18.197.225',
      '198.18.131.204',
    ]);
  });
});

describe('inSameNetwork', () => {
  it('looks at the first three octets', () => {
    expect(inSameNetwork('198.18.1.2', '198.18.1.200')).to.equal(true);
    expect(inSameNetwork('198.18.1.2', '198.18.11.2')).to.equal(false);
    expect(inSameNetwork('198.18.1.2', '198.19.1.2')).to.equal(false);
  });
});
