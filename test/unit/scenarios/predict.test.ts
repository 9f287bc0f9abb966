import { expect } from 'chai';
import { type BalancerMethod, type Journey, shopping } from '../../../cli/core/index.js';
import { rings } from '../../../cli/rings/index.js';
import { backendsOfPages, homes, maxShare } from '../../../scenarios/predict.js';
import { HOMES, here, servers } from './cases.js';

const PAGES = ['/', '/login', '/cart/items', '/counter?ms=5', '/me', '/cart', '/session'];

describe('homes', () => {
  it('are the backends that ip_hash gives to these very visitors', () => {
    expect([...homes(here('ip-hash'))!.values()].join('')).to.equal(HOMES);
  });

  it('are others where the visitors are somewhere else', () => {
    const there = homes(here('ip-hash'), ({ number }) => `10.0.${number}.1`)!;
    expect([...there.values()].join('')).not.to.equal(HOMES);
    expect([...homes(here('ip-hash'), () => '10.0.0.1')!.values()]).to.satisfy(
      (all: number[]) => new Set(all).size === 1,
    );
  });

  it('have only those who are kept to one backend by their address', () => {
    for (const id of ['none', 'redis', 'cookie-sealed', 'consistent-hash'])
      expect(homes(here(id)), id).to.equal(undefined);
  });
});

describe('backendsOfPages', () => {
  it('are the owners of the pages on the ring', () => {
    const ofEach = PAGES.map((page) => [...backendsOfPages(here('consistent-hash'), [page])!]);
    expect(ofEach.flat()).to.deep.equal([2, 0, 0, 2, 2, 2, 2]);
    expect(backendsOfPages(here('consistent-hash'), PAGES)).to.deep.equal(new Set([0, 2]));
  });

  it('are those of the other rings, for a strategy of one’s own', () => {
    const owners = (method: BalancerMethod, directive: string) => {
      const strategy = { ...here('consistent-hash').strategy };
      const own = { ...strategy, balancer: { ...strategy.balancer, method, directive } };
      const route = rings[method]!(servers(3).map((address) => ({ address })));
      const computed = new Set(PAGES.map((page) => route(page)!));
      expect(backendsOfPages(here('none', { strategy: own }), PAGES), directive).to.deep.equal(computed);
    };
    owners('consistent_hash_even', 'consistent_hash $request_uri even');
    owners('hash_consistent', 'hash $request_uri consistent');
  });

  it('are not known where the balancer does not look at the page', () => {
    for (const id of ['none', 'redis', 'ip-hash'])
      expect(backendsOfPages(here(id), PAGES), id).to.equal(undefined);
  });
});

describe('maxShare', () => {
  const part = (id: string, count = 3) => maxShare(here(id, { servers: servers(count) }), shopping);

  it('is even where requests go round', () => {
    expect(part('redis')).to.be.closeTo(1 / 3, 1e-9);
    expect(part('none', 2)).to.be.closeTo(1 / 2, 1e-9);
  });

  it('is the part of those who live on the busiest backend', () => {
    const busiest = Math.max(...[0, 1, 2].map((n) => [...HOMES].filter((home) => home === String(n)).length));
    expect(part('ip-hash')).to.be.closeTo(busiest / 24, 1e-9);
  });

  it('counts a split only with the pages that need the session', () => {
    const busiest = part('ip-hash')!;
    expect(part('ip-hash-split')).to.be.closeTo((busiest * 16 + 3 / 3) / 19, 1e-9);
  });

  it('is the part of the busiest backend’s pages', () => {
    const step = (path: string) => ({ method: 'GET', path }) as const;
    const nothing = () => [];
    const journey: Journey = {
      arrange: () => ['/', '/login'].map(step),
      calm: () => ['/me', '/cart'].map(step),
      fault: () => [step('/login'), step('/login')],
      settle: nothing,
      after: () => [step('/login')],
    };
    // '/', '/me' and '/cart' belong to the third backend, '/login' to the first.
    expect(maxShare(here('consistent-hash'), journey)).to.be.closeTo(3 / 5, 1e-9);
  });

  it('is not known where a cookie of chance decides', () => {
    for (const id of ['cookie-hash', 'consistent-hash-cookie', 'ketama-cookie', 'sticky'])
      expect(part(id), id).to.equal(undefined);
  });
});
