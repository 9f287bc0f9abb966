import { expect } from 'chai';
import type { ContainerState, FaultKind, Knock, Lab } from '../../../cli/core/index.js';
import {
  crash,
  faults,
  findFault,
  freeze,
  redeploy,
  reload,
  restart,
  vanish,
} from '../../../cli/faults/index.js';
import { thrown } from '../core/thrown.js';
import { aLab } from '../engine/fakes.js';

const KNOCKS: readonly Knock[] = ['answers', 'refuses', 'silent'];
const STATES: readonly ContainerState[] = ['running', 'paused', 'exited', 'absent'];

interface Seen {
  /** On the wire. Default: what is awaited. */
  readonly knock?: Knock;
  /** Of Docker. */
  readonly state?: ContainerState;
  /** One after the other. */
  readonly incarnations?: readonly string[];
}

/** A lab of which this is seen, and what was done to it. */
function given({ knock, state = 'running', incarnations = [] }: Seen = {}) {
  const log: string[] = [];
  const next = [...incarnations];
  const orders: Partial<Lab> = {
    supervise: async (role, order) => void log.push(`${order} ${role}`),
    container: async (role, order) => void log.push(`${order} the container of ${role}`),
    awaitKnock: async (role, wanted) => {
      log.push(`wait until ${role} ${wanted.join(' or ')}`);
      return knock ?? wanted[0]!;
    },
    containerState: async () => state,
    incarnation: async () => next.shift() ?? 'none',
  };
  return { log, lab: aLab(log, orders) };
}

/** What it takes to be in force, and what is done. */
const LASTING: readonly {
  readonly fault: FaultKind;
  readonly done: string;
  readonly knock: Knock;
  readonly state: ContainerState;
  readonly undone: string;
}[] = [
  { fault: crash, done: 'crash redis', knock: 'refuses', state: 'running', undone: 'start redis' },
  { fault: restart, done: 'stop redis', knock: 'refuses', state: 'running', undone: 'start redis' },
  {
    fault: vanish,
    done: 'kill the container of redis',
    knock: 'silent',
    state: 'exited',
    undone: 'start the container of redis',
  },
  {
    fault: freeze,
    done: 'pause the container of redis',
    knock: 'silent',
    state: 'paused',
    undone: 'unpause the container of redis',
  },
];

for (const { fault, done, undone, ...wanted } of LASTING) {
  describe(`fault ${fault.id}`, () => {
    it('lasts until it is healed, and applies to every role', () => {
      expect(fault.lasting).to.equal(true);
      for (const role of ['nginx', 'backend-1', 'redis']) expect(fault.appliesTo(role), role).to.equal(true);
    });

    it(`is done by "${done}", and then waits until it is seen`, async () => {
      const { log, lab } = given(wanted);
      await fault.inject(lab, 'redis');
      expect(log).to.deep.equal([done, `wait until redis ${wanted.knock}`]);
    });

    for (const knock of KNOCKS) {
      for (const state of STATES) {
        const inForce = knock === wanted.knock && state === wanted.state;
        it(`is ${inForce ? '' : 'not '}in force where the container is ${state} and the role ${knock}`, async () => {
          const effect = await fault.inject(given({ knock, state }).lab, 'redis');
          expect(effect.inForce).to.equal(inForce);
          expect(effect.seen).to.include(`the container of redis is ${state}, and redis `);
          expect(effect.seen).to.match(
            { answers: /and redis answers$/, refuses: /and redis refuses/, silent: /and redis is silent$/ }[
              knock
            ],
          );
        });
      }
    }

    it(`is undone by "${undone}", and then waits until the role answers`, async () => {
      const { log, lab } = given({ state: wanted.state });
      await fault.heal(lab, 'redis');
      expect(log).to.deep.equal([undone, 'wait until redis answers']);
    });

    for (const [knock, words] of [
      ['refuses', 'it refuses connections'],
      ['silent', 'it is silent'],
    ] as const) {
      it(`says so when the role does not come back: ${words}`, async () => {
        const error = await thrown(() => fault.heal(given({ knock }).lab, 'redis'));
        expect(error).to.include({ subject: 'redis', exitCode: 3 });
        expect(error.reason).to.include('did not come back').and.include(words);
        expect(error.hint).to.include('lab down');
      });
    }
  });
}

describe('healing a freeze', () => {
  for (const state of ['running', 'exited', 'absent'] as const) {
    it(`unpauses nothing where the container is ${state}: the fault never took effect`, async () => {
      const { log, lab } = given({ state });
      await freeze.heal(lab, 'redis');
      expect(log).to.deep.equal(['wait until redis answers']);
    });
  }
});

describe('healing a redeployment that went wrong half way', () => {
  for (const state of ['absent', 'exited', 'paused'] as const) {
    it(`makes the container anew where it is ${state}, and waits until the backend answers`, async () => {
      const { log, lab } = given({ state });
      await redeploy.heal(lab, 'backend-1');
      expect(log).to.deep.equal(['recreate backend-1', 'wait until backend-1 answers']);
    });
  }

  it('waits for a backend whose container runs, and says so where it does not answer', async () => {
    const { log, lab } = given({ knock: 'refuses' });
    const error = await thrown(() => redeploy.heal(lab, 'backend-1'));
    expect(error.reason).to.include('did not come back');
    expect(log).to.deep.equal(['wait until backend-1 answers']);
  });
});

for (const [fault, done] of [
  [redeploy, 'recreate backend-1'],
  [reload, 'reload backend-1'],
] as const) {
  describe(`fault ${fault.id}`, () => {
    it('is over when it has been done, and changes nothing by its heal', async () => {
      expect(fault.lasting).to.equal(false);
      const { log, lab } = given();
      await fault.heal(lab, 'backend-1');
      expect(log).not.to.include(done);
    });

    it(`is done by "${done}", and then waits until the role answers`, async () => {
      const { log, lab } = given({ incarnations: ['a', 'b'] });
      await fault.inject(lab, 'backend-1');
      expect(log).to.deep.equal([done, 'wait until backend-1 answers']);
    });

    it('is in force where other processes serve than before', async () => {
      const effect = await fault.inject(given({ incarnations: ['a', 'b'] }).lab, 'backend-1');
      expect(effect).to.deep.equal({
        inForce: true,
        seen: 'backend-1 answers, served by other processes',
      });
    });

    it('is not in force where the same ones do', async () => {
      const effect = await fault.inject(given({ incarnations: ['a', 'a'] }).lab, 'backend-1');
      expect(effect).to.deep.equal({
        inForce: false,
        seen: 'backend-1 answers, served by the same processes',
      });
    });

    it('throws where the role does not come back', async () => {
      const error = await thrown(() => fault.inject(given({ knock: 'refuses' }).lab, 'backend-1'));
      expect(error.exitCode).to.equal(3);
    });
  });
}

describe('faults', () => {
  it('apply where they can: only backends are redeployed, only they and nginx are reloaded', () => {
    const roles = ['nginx', 'backend-1', 'backend-64', 'redis'];
    expect(roles.filter((role) => redeploy.appliesTo(role))).to.deep.equal(['backend-1', 'backend-64']);
    expect(roles.filter((role) => reload.appliesTo(role))).to.deep.equal([
      'nginx',
      'backend-1',
      'backend-64',
    ]);
  });

  it('are found by their names, each its own', () => {
    const ids = ['crash', 'vanish', 'restart', 'redeploy', 'freeze', 'cut', 'fill', 'reload', 'scale'];
    expect(faults.map(({ id }) => id)).to.have.members(ids);
    for (const fault of faults) expect(findFault(fault.id)).to.equal(fault);
    expect(findFault('crush')).to.equal(undefined);
  });

  it('say in a sentence what they do', () => {
    for (const { summary } of faults) expect(summary).to.match(/^[A-Z].{20,}\.$/);
  });
});
