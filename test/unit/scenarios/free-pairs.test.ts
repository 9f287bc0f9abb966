import { expect } from 'chai';
import {
  type Expectation,
  MAX_BACKENDS,
  people,
  type Scenario,
  type Verdict,
} from '../../../cli/core/index.js';
import { backendCrashes } from '../../../scenarios/backend-crashes.js';
import { backendJoins } from '../../../scenarios/backend-joins.js';
import { backendVanishes } from '../../../scenarios/backend-vanishes.js';
import { calm } from '../../../scenarios/calm.js';
import { edgeReloads } from '../../../scenarios/edge-reloads.js';
import { scenarios } from '../../../scenarios/index.js';
import { oneBadAnswer } from '../../../scenarios/one-bad-answer.js';
import { postInFlight } from '../../../scenarios/post-in-flight.js';
import { backendsOfPages } from '../../../scenarios/predict.js';
import { sharedAddress } from '../../../scenarios/shared-address.js';
import { storeCrashes } from '../../../scenarios/store-crashes.js';
import { storeCutOff } from '../../../scenarios/store-cut-off.js';
import { among, HOMES, here, servers, strategy } from './cases.js';

/** Visitors and backends. */
const COLUMNS = [
  [1, 2],
  [1, 3],
  [1, 8],
  [5, 3],
  [5, 6],
  [24, 3],
  [24, 8],
] as const;

/** Expected verdicts by their first letter, one for each column; `-`: chance. As a lab without containers shows them. */
const EXPECTED: readonly [Scenario, string, string][] = [
  [postInFlight, 'redis', '--- d- d-'],
  [postInFlight, 'ip-hash', 'ddh dd dh'],
  [postInFlight, 'ip-hash--redis', 'ddh dd dh'],
  [postInFlight, 'hash-cookie--redis', 'hhh dd dh'],
  [postInFlight, 'hash-uri--redis', 'hdh dh dh'],
  [postInFlight, 'hash-uri--cookie-sealed', 'hdh dh dh'],
  [postInFlight, 'sticky--redis', '--- -- --'],
  [postInFlight, 'ip-hash-split--mysql-cluster', 'ddh dd dh'],
  [backendVanishes, 'redis', 'dd- dd dd'],
  [backendVanishes, 'ip-hash', 'bbh bb bb'],
  [backendVanishes, 'ip-hash-split', 'bb- bb bb'],
  [backendVanishes, 'ip-hash--redis', 'ddh dd dd'],
  [backendVanishes, 'hash-cookie--redis', 'hhh dd dd'],
  [backendVanishes, 'hash-uri--redis', 'ddd dh dd'],
  [backendVanishes, 'sticky--redis', '--- -- d-'],
  [backendVanishes, 'ip-hash-split--mysql-cluster', 'dd- dd dd'],
  [storeCutOff, 'redis', 'dd- dd dd'],
  [storeCutOff, 'ip-hash', 'hhh hh hh'],
  [storeCutOff, 'ip-hash--redis', 'ddh dd dd'],
  [storeCutOff, 'hash-cookie--redis', '--- -- d-'],
  [storeCutOff, 'hash-uri--redis', 'ddh dh dh'],
  [storeCutOff, 'ip-hash-split--mysql-cluster', 'ddh dd dd'],
  [backendCrashes, 'redis', 'hhh hh hh'],
  [backendCrashes, 'ip-hash--redis', 'hhh hh hh'],
  [sharedAddress, 'redis', 'hhh hh hh'],
  [sharedAddress, 'ip-hash--redis', 'ddd dd dd'],
  [sharedAddress, 'ip-hash-split--mysql-cluster', 'ddd dd dd'],
];
const VERDICT: Readonly<Record<string, Verdict | null>> = {
  h: 'holds',
  d: 'degrades',
  b: 'breaks',
  '-': null,
};

describe('what is expected of free pairs, whatever the numbers of visitors and backends', () => {
  for (const [scenario, id, letters] of EXPECTED)
    it(`of ${id} in ${scenario.id}`, () => {
      const verdicts = COLUMNS.map(([visitors, backends]) =>
        scenario.expect(among(scenario, id, visitors, backends)),
      );
      expect(verdicts.map(({ verdict }) => verdict)).to.deep.equal(
        [...letters.replaceAll(' ', '')].map((letter) => VERDICT[letter]),
      );
      for (const { because } of verdicts) expect(because).not.to.match(/undefined|NaN|\.$/);
    });

  describe('backends that serve before the fault', () => {
    const seen = ({ predicted }: Expectation) => predicted?.backendsSeen;

    it('are predicted for shared stores as for session files', () => {
      for (const scenario of [
        calm,
        sharedAddress,
        backendCrashes,
        backendVanishes,
        edgeReloads,
        storeCrashes,
      ])
        for (const [visitors, backends] of COLUMNS) {
          const of = (id: string) => seen(scenario.expect(among(scenario, id, visitors, backends)));
          expect(of('ip-hash--redis'), `${scenario.id} ${visitors} ${backends}`)
            .to.equal(of('ip-hash'))
            .and.to.be.within(1, backends);
        }
    });

    it('are those of the pages where a hash of the page decides', () => {
      // Those of the shop belong to the first and the third of three backends; articles are spread over all of them.
      const of = (visitors: number) => seen(calm.expect(among(calm, 'consistent-hash--redis', visitors, 3)));
      expect([of(1), of(24)]).to.deep.equal([2, 3]);
    });

    it('are one where a single visitor is kept to one, and else not known of a cookie of chance', () => {
      for (const id of ['cookie-hash', 'sticky', 'hash-cookie--redis', 'sticky--redis']) {
        expect(seen(calm.expect(here(id, { people: people(1, 1) }))), id).to.equal(1);
        expect(seen(calm.expect(here(id, { people: people(2, 1) }))), id).to.equal(undefined);
      }
    });

    it('are not predicted where requests go round', () => {
      for (const id of ['redis', 'none', 'cookie-sealed'])
        expect(calm.expect(here(id, { people: people(1, 1) })), id).not.to.have.property('predicted');
    });
  });

  it('of a POST is that all fail where the backend of its page dies', () => {
    const { predicted } = postInFlight.expect(among(postInFlight, 'hash-uri--redis', 24, 3));
    expect(predicted).to.include({ predictedRefusedWrites: 5 });
    const elsewhere = postInFlight.expect(among(postInFlight, 'hash-uri--redis', 24, 2));
    expect(elsewhere.predicted).not.to.have.property('predictedRefusedWrites');
  });

  it('of a POST is nothing where a hash of the page sends it away from the session file', () => {
    const of = (network: string) =>
      postInFlight.expect(here('consistent-hash', { servers: servers(2, network) }));
    const owners = (network: string) =>
      backendsOfPages(here('consistent-hash', { servers: servers(2, network) }), ['/me', '/counter?ms=3000'])!
        .size;
    expect([owners('10.0.122'), of('10.0.122').verdict]).to.deep.equal([2, null]);
    expect([owners('10.0.14'), of('10.0.14').verdict]).to.deep.equal([1, 'degrades']);
    expect([owners('10.0.58'), of('10.0.58').verdict]).to.deep.equal([1, 'holds']);
  });

  it('of session files is that requests wait where only pages without a session are sent to a backend that vanished', () => {
    const elsewhere = here('ip-hash').people.filter((_, i) => HOMES[i] !== '0');
    const of = (id: string) => backendVanishes.expect(here(id, { people: elsewhere }));
    expect(of('ip-hash').verdict).to.equal('holds');
    expect(of('ip-hash-split')).to.deep.include({
      verdict: 'degrades',
      predicted: { predictedMoved: 0, backendsSeen: 2 },
    });
  });

  it('is nothing where nobody knows what of a page is hashed', () => {
    const own = strategy('url-hash');
    const unknown = { ...own, balancer: { ...own.balancer, directive: 'hash $uri' } };
    for (const scenario of [backendCrashes, backendVanishes, postInFlight])
      expect(scenario.expect(here('none', { strategy: unknown })).verdict, scenario.id).to.equal(null);
  });

  it('is that requests fail or wait with round robin, three backends and 24 visitors', () => {
    for (const scenario of [postInFlight, backendVanishes, storeCutOff])
      for (const id of ['mysql', 'mysql-cluster', 'memcache', 'memcached', 'redis', 'redis-locked'])
        expect(scenario.expect(among(scenario, id, 24, 3)).verdict, `${id} in ${scenario.id}`).to.equal(
          'degrades',
        );
  });
});

describe('scenarios that do not apply to every number', () => {
  it('are one-bad-answer, where there is no other visitor', () => {
    const why = (visitors: number) => oneBadAnswer.notApplicable!(among(oneBadAnswer, 'redis', visitors, 3));
    expect([why(1), why(2)]).to.deep.equal(['there is one visitor only', undefined]);
  });

  it('are backend-joins, where there are as many backends as can be', () => {
    const why = (backends: number) =>
      backendJoins.notApplicable!(here('redis', { servers: servers(backends) }));
    expect(why(MAX_BACKENDS)).to.equal('a lab has 64 backends at most');
    expect(why(MAX_BACKENDS - 1)).to.equal(undefined);
  });

  it('are none else', () => {
    const one = { people: people(1, 1), servers: servers(MAX_BACKENDS) };
    const refusing = scenarios.filter(({ notApplicable }) => notApplicable?.(here('mysql-cluster', one)));
    expect(refusing).to.have.members([oneBadAnswer, backendJoins]);
  });
});
