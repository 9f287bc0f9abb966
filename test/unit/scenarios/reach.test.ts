import { expect } from 'chai';
import { type Case, type Journey, needsSession, people, shopping } from '../../../cli/core/index.js';
import { reaches } from '../../../scenarios/reach.js';
import { HOMES, here, servers, strategy } from './cases.js';

const asking =
  (...paths: string[]): Journey['fault'] =>
  () =>
    paths.map((path) => ({ method: 'GET', path }));

/** One of the 24 visitors of whom it is known where ip_hash sends them. */
const livingAt = (backend: number) =>
  here('ip-hash')
    .people.filter((_, i) => HOMES[i] === String(backend))
    .slice(0, 1);

describe('reaches', () => {
  const of = (id: string, visitors: number, backends: number, more: Partial<Case> = {}) =>
    here(id, { people: people(visitors, 1), servers: servers(backends), ...more });

  it('is sure with round robin from one request a backend on, and before that chance', () => {
    const one = asking('/me');
    expect([3, 4, 5].map((visitors) => reaches(of('redis', visitors, 4), 0, one))).to.deep.equal([
      undefined,
      true,
      true,
    ]);
    expect(reaches(of('redis', 1, 3), 2, asking('/me', '/cart', '/me'))).to.equal(true);
    expect(reaches(of('redis', 1, 4), 2, asking('/me', '/cart', '/me'))).to.equal(undefined);
  });

  it('does not count the turns of requests that are not asked about', () => {
    const counted = (backends: number, ...paths: string[]) =>
      reaches(of('redis', 1, backends), 0, asking(...paths), needsSession);
    // Of four requests each of two backends has two, and only one article is among them.
    expect(counted(2, '/me', '/catalog/1', '/cart', '/me')).to.equal(true);
    expect(counted(3, '/me', '/catalog/1', '/cart', '/me')).to.equal(undefined);
    expect(counted(2, '/catalog/1', '/catalog/1')).to.equal(false);
  });

  it('looks at the homes of visitors whom an address keeps', () => {
    for (const backend of [0, 1, 2])
      for (const id of ['ip-hash', 'ip-hash--redis'])
        expect(
          [0, 1, 2].map((home) => reaches(here(id, { people: livingAt(home) }), backend, shopping.fault)),
          `${id} and backend-${backend + 1}`,
        ).to.deep.equal([0, 1, 2].map((home) => home === backend));
  });

  it('lets the pages without a session of a split go round', () => {
    const elsewhere = { people: livingAt(1) };
    const articles = asking('/me', '/catalog/1', '/catalog/2', '/catalog/3');
    for (const id of ['ip-hash-split', 'ip-hash-split--mysql-cluster']) {
      expect(reaches(here(id, elsewhere), 0, articles), id).to.equal(true);
      expect(reaches(here(id, elsewhere), 0, asking('/me', '/catalog/1')), id).to.equal(undefined);
      expect(reaches(here(id, elsewhere), 0, articles, needsSession), id).to.equal(false);
      expect(reaches(here(id, elsewhere), 1, asking('/me')), id).to.equal(true);
    }
  });

  it('looks at the pages where a hash of the page decides', () => {
    // '/login' belongs to the first of these three backends, '/me' and '/cart' to the third: computed by another program.
    const pages = (...paths: string[]) => reaches(here('consistent-hash--redis'), 0, asking(...paths));
    expect([pages('/login'), pages('/me', '/cart'), pages('/me', '/login')]).to.deep.equal([
      true,
      false,
      true,
    ]);
  });

  it('is known of who brings a cookie along, and else chance, or all but sure with many', () => {
    const cookie = (visitors: number, route?: string) =>
      reaches(
        of('hash-cookie--redis', visitors, 3, {
          people: people(visitors, 1).map((person) => ({ ...person, ...(route && { route }) })),
        }),
        0,
        shopping.fault,
      );
    expect([cookie(1, 'a'), cookie(1, 'b')].sort()).not.to.include(undefined);
    // (2/3)^17 is 0.00101, (2/3)^18 is 0.00068.
    expect([cookie(17), cookie(18)]).to.deep.equal([undefined, true]);
    expect(reaches(of('sticky--redis', 17, 3), 0, shopping.fault)).to.equal(undefined);
  });

  it('is not known where nobody knows what of a page is hashed', () => {
    const own = strategy('hash-uri--redis');
    const unknown = { ...own, balancer: { ...own.balancer, directive: 'hash $uri' } };
    expect(reaches(here('redis', { strategy: unknown }), 0, shopping.fault)).to.equal(undefined);
  });
});
