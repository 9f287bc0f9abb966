import { expect } from 'chai';
import type { Scenario, Strategy, Verdict } from '../../../cli/core/index.js';
import { backendCrashes } from '../../../scenarios/backend-crashes.js';
import { calm } from '../../../scenarios/calm.js';
import { scenarios } from '../../../scenarios/index.js';
import { storeRestarts } from '../../../scenarios/store-restarts.js';
import { HOMES, here, servers, strategy } from './cases.js';

const STRATEGIES = ['none', 'cookie-sealed', 'redis', 'ip-hash', 'consistent-hash'] as const;

const EXPECTED: readonly [Scenario, readonly Verdict[]][] = [
  [calm, ['breaks', 'holds', 'holds', 'holds', 'breaks']],
  [backendCrashes, ['breaks', 'holds', 'holds', 'breaks', 'breaks']],
  [storeRestarts, ['breaks', 'holds', 'degrades', 'holds', 'breaks']],
];

const countOf = (backend: number): number => [...HOMES].filter((home) => Number(home) === backend).length;

for (const [scenario, verdicts] of EXPECTED) {
  describe(scenario.id, () => {
    for (const [i, id] of STRATEGIES.entries()) {
      it(`expects that ${id} ${verdicts[i]}`, () => {
        const { verdict, because } = scenario.expect(here(id));
        expect(verdict).to.equal(verdicts[i]);
        expect(because).to.have.length.greaterThan(10);
        expect(because).not.to.match(/undefined|NaN|\.$/);
      });
    }

    it('does not apply where there is one backend, and does where there are two', () => {
      for (const id of STRATEGIES) {
        expect(scenario.notApplicable?.(here(id, { servers: servers(1) })), id).to.be.a('string');
        expect(scenario.notApplicable?.(here(id, { servers: servers(2) })), id).to.equal(undefined);
      }
    });

    it('tells its obligation and its steps in sentences', () => {
      expect(scenario.obligation).to.match(/^A visitor who .+\.$/);
      for (const step of scenario.steps) expect(step).to.match(/^[A-Z].+\.$/);
    });

    it('has no control that it does not expect to hold', () => {
      for (const id of STRATEGIES) {
        if (scenario.isControl(strategy(id))) expect(scenario.expect(here(id)).verdict, id).to.equal('holds');
      }
    });

    it('has a negative control only in what it expects to break', () => {
      for (const id of STRATEGIES) {
        if (scenario.isNegativeControl?.(strategy(id)))
          expect(scenario.expect(here(id)).verdict, id).to.equal('breaks');
      }
    });
  });
}

describe('calm', () => {
  it('has one negative control, the strategy that does nothing', () => {
    expect(STRATEGIES.filter((id) => calm.isNegativeControl!(strategy(id)))).to.deep.equal(['none']);
  });

  it('breaks nothing', () => {
    expect(calm).not.to.have.property('fault');
  });

  it('says where the session is that any backend can find', () => {
    expect(calm.expect(here('cookie-sealed')).because).to.include('comes along with the visitor');
    expect(calm.expect(here('redis')).because).to.include('on a server that all backends share');
  });

  it('predicts how many backends ip_hash can use, be it one', () => {
    expect(calm.expect(here('ip-hash')).predicted).to.deep.equal({ backendsSeen: 3 });
    const [anna] = here('ip-hash').people;
    expect(calm.expect(here('ip-hash', { people: [anna!] })).predicted).to.deep.equal({ backendsSeen: 1 });
  });

  // With these two backends all pages that need the session belong to one of them: computed by another program.
  it('expects consistent_hash to hold where all pages of the session happen to belong to one backend', () => {
    for (const network of ['10.0.14', '10.0.58'])
      expect(calm.expect(here('consistent-hash', { servers: servers(2, network) })).verdict).to.equal(
        'holds',
      );
  });
});

describe('backend-crashes', () => {
  it('kills backend-1, whatever was chosen', () => {
    expect(backendCrashes.fault?.kind.id).to.equal('crash');
    expect(backendCrashes.fault?.roles([strategy('redis')], ['backend-1', 'backend-2'])).to.deep.equal([
      'backend-1',
    ]);
  });

  it('predicts how many visitors of ip_hash have to move', () => {
    const { predicted, because } = backendCrashes.expect(here('ip-hash'));
    expect(predicted).to.deep.equal({ predictedMoved: countOf(0), backendsSeen: 3 });
    expect(because).to.include(`${countOf(0)} of 24 visitors`);
  });

  it('expects ip_hash to break where one visitor lives on backend-1', () => {
    const { people } = here('ip-hash');
    const one = people.filter((person, i) => HOMES[i] !== '0' || person === people[0]);
    expect(backendCrashes.expect(here('ip-hash', { people: one }))).to.deep.include({
      verdict: 'breaks',
      predicted: { predictedMoved: 1, backendsSeen: 3 },
    });
  });

  it('says why the shared stores hold', () => {
    expect(backendCrashes.expect(here('redis')).because).to.include(
      'takes a refused request to the next backend',
    );
  });

  it('expects ip_hash to hold where nobody lives on backend-1', () => {
    const { people } = here('ip-hash');
    const elsewhere = people.filter((_, i) => HOMES[i] !== '0');
    const { verdict, predicted } = backendCrashes.expect(here('ip-hash', { people: elsewhere }));
    expect([verdict, predicted?.predictedMoved, predicted?.backendsSeen]).to.deep.equal(['holds', 0, 2]);
  });

  it('says of what breaks in calm that it was broken already', () => {
    for (const id of ['none', 'consistent-hash'])
      expect(backendCrashes.expect(here(id)).because).to.match(/^already before the fault: /);
  });

  it('expects consistent_hash to break where the one backend with all pages of the session dies', () => {
    const dies = backendCrashes.expect(here('consistent-hash', { servers: servers(2, '10.0.14') }));
    expect(dies.verdict).to.equal('breaks');
    expect(dies.because).not.to.include('already');
    const lives = backendCrashes.expect(here('consistent-hash', { servers: servers(2, '10.0.58') }));
    expect(lives.verdict).to.equal('holds');
    expect(lives.because).not.to.include('already');
  });

  it('has for controls whatever any backend can answer', () => {
    expect(STRATEGIES.filter((id) => backendCrashes.isControl(strategy(id)))).to.deep.equal([
      'cookie-sealed',
      'redis',
    ]);
  });

  it('names the source of what nginx does', () => {
    for (const id of ['redis', 'ip-hash'])
      expect(backendCrashes.expect(here(id)).source).to.include('nginx.org');
  });
});

describe('store-restarts', () => {
  const roles = (...ids: string[]) => storeRestarts.fault?.roles(ids.map(strategy), ['backend-1']);

  it('stops the stores of the chosen strategies, each once', () => {
    expect(storeRestarts.fault?.kind.id).to.equal('restart');
    expect(roles('redis', 'none', 'redis')).to.deep.equal(['redis']);
    expect(roles('none', 'cookie-sealed')).to.deep.equal([]);
  });

  it('expects a store that forgets to break', () => {
    const redis = strategy('redis');
    const { traits } = redis.store;
    const forgetful: Strategy = {
      ...redis,
      store: { ...redis.store, traits: { ...traits, persistent: false } },
    };
    expect(storeRestarts.expect({ ...here('redis'), strategy: forgetful }).verdict).to.equal('breaks');
  });

  it('has for controls what holds without a store server', () => {
    expect(STRATEGIES.filter((id) => storeRestarts.isControl(strategy(id)))).to.deep.equal([
      'cookie-sealed',
      'ip-hash',
    ]);
  });

  it('says of what breaks in calm that it was broken already', () => {
    for (const id of ['none', 'consistent-hash'])
      expect(storeRestarts.expect(here(id)).because).to.match(/^already before the fault: /);
  });

  it('says that what has no store server is not concerned', () => {
    for (const id of ['cookie-sealed', 'ip-hash'])
      expect(storeRestarts.expect(here(id)).because).to.equal('it has no store server');
  });
});

describe('scenarios', () => {
  it('have an id each of their own', () => {
    expect(new Set(scenarios.map(({ id }) => id)).size).to.equal(scenarios.length);
  });
});
