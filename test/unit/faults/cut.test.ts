import { expect } from 'chai';
import type { Knock, Lab } from '../../../cli/core/index.js';
import { cut } from '../../../cli/faults/index.js';
import { thrown } from '../core/thrown.js';
import { aLab } from '../engine/fakes.js';

/** A lab in which a role has been cut off, but for what a test says. */
function given(different: Partial<Lab> = {}) {
  const log: string[] = [];
  const orders: Partial<Lab> = {
    isLinked: async () => false,
    awaitKnock: async (role, [wanted]) => {
      log.push(`wait until ${role} ${wanted}`);
      return wanted!;
    },
    storesSeenFrom: async () => ['silent', 'silent'],
    ...different,
  };
  return { log, lab: aLab(log, orders) };
}

const knocking = (knock: Knock): Partial<Lab> => ({ awaitKnock: async () => knock });

describe('fault cut', () => {
  it('applies to backends and stores, and to nothing that stands before them', () => {
    const roles = ['nginx', 'squid', 'balancer', 'backend-1', 'redis', 'galera-3', 'somebodys-own'];
    expect(roles.filter((role) => cut.appliesTo(role))).to.deep.equal([
      'backend-1',
      'redis',
      'galera-3',
      'somebodys-own',
    ]);
  });

  it('takes a store off the network, and waits for silence', async () => {
    const { log, lab } = given();
    expect(await cut.inject(lab, 'redis')).to.deep.equal({
      inForce: true,
      seen: 'the container of redis is running and no longer in the network, and redis is silent',
    });
    expect(log).to.deep.equal(['cut redis', 'wait until redis silent']);
  });

  it('takes a backend off the network: it answers, and no store answers it', async () => {
    const { log, lab } = given();
    expect(await cut.inject(lab, 'backend-1')).to.deep.equal({
      inForce: true,
      seen: 'the container of backend-1 is running and no longer in the network, and backend-1 answers, and 2 of 2 stores are silent to it',
    });
    expect(log).to.deep.equal(['cut backend-1', 'wait until backend-1 answers']);
  });

  it('is in force on a backend of a lab without stores, and says that it misses nothing', async () => {
    const effect = await cut.inject(given({ storesSeenFrom: async () => [] }).lab, 'backend-1');
    expect(effect.inForce).to.equal(true);
    expect(effect.seen).to.match(/the lab has no store that it could miss$/);
  });

  for (const [what, role, different] of [
    ['Docker says that it still is in the network', 'redis', { isLinked: async () => true }],
    ['its container does not run', 'redis', { containerState: async () => 'exited' }],
    ['the store answers', 'redis', knocking('answers')],
    ['the store refuses at once', 'redis', knocking('refuses')],
    ['the backend is silent to nginx, too', 'backend-1', knocking('silent')],
    ['a store answers the backend', 'backend-1', { storesSeenFrom: async () => ['silent', 'answers'] }],
    ['the backend sees errors at once', 'backend-1', { storesSeenFrom: async () => ['refuses', 'silent'] }],
  ] as [string, string, Partial<Lab>][]) {
    it(`is not in force where ${what}`, async () => {
      expect((await cut.inject(given(different).lab, role)).inForce).to.equal(false);
    });
  }

  it('is healed by linking the role again, and waits until it answers', async () => {
    const { log, lab } = given();
    await cut.heal(lab, 'redis');
    expect(log).to.deep.equal(['mend redis', 'wait until redis answers']);
  });

  it('leaves a container that is gone to whoever makes it anew', async () => {
    const { log, lab } = given({ containerState: async () => 'absent' });
    await cut.heal(lab, 'backend-1');
    expect(log).to.deep.equal(['wait until backend-1 answers']);
  });

  it('says so when the role does not come back', async () => {
    const error = await thrown(() => cut.heal(given(knocking('silent')).lab, 'redis'));
    expect(error.reason).to.include('did not come back');
  });
});
