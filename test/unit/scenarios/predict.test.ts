import { expect } from 'chai';
import { backendsOfPages, homes, visitorsOf } from '../../../scenarios/predict.js';
import { HOMES, here } from './cases.js';

const PAGES = ['/', '/login', '/cart/items', '/counter?ms=5', '/me', '/cart', '/session'];

describe('homes', () => {
  it('are the backends that ip_hash gives to these very visitors', () => {
    expect([...homes(here('ip-hash'))!.values()].join('')).to.equal(HOMES);
  });

  it('have only those who are kept to one backend by their address', () => {
    for (const id of ['none', 'redis', 'cookie-sealed', 'consistent-hash'])
      expect(homes(here(id)), id).to.equal(undefined);
  });
});

describe('visitorsOf', () => {
  it('are those whose home a backend is, and all of them together are everybody', () => {
    const parts = [0, 1, 2].map((backend) => visitorsOf(here('ip-hash'), backend));
    for (const [backend, part] of parts.entries())
      for (const person of part) expect(HOMES[person.number - 1]).to.equal(String(backend));
    expect(parts.flat()).to.have.length(24);
  });

  it('are nobody where nobody has a home', () => {
    expect(visitorsOf(here('redis'), 0)).to.deep.equal([]);
  });
});

describe('backendsOfPages', () => {
  it('are the owners of the pages on the ring', () => {
    const ofEach = PAGES.map((page) => [...backendsOfPages(here('consistent-hash'), [page])!]);
    expect(ofEach.flat()).to.deep.equal([2, 0, 0, 2, 2, 2, 2]);
    expect(backendsOfPages(here('consistent-hash'), PAGES)).to.deep.equal(new Set([0, 2]));
  });

  it('are not known where the balancer does not look at the page', () => {
    for (const id of ['none', 'redis', 'ip-hash'])
      expect(backendsOfPages(here(id), PAGES), id).to.equal(undefined);
  });
});
