import { expect } from 'chai';
import { backendRole, type ContainerState, type Lab, MAX_BACKENDS } from '../../../cli/core/index.js';
import { hits, reload, scale } from '../../../cli/faults/index.js';
import { thrown } from '../core/thrown.js';
import { aLab } from '../engine/fakes.js';

/** A lab with three backends of which this is seen afterwards. */
function given(state: ContainerState, balanced: readonly string[], different: Partial<Lab> = {}) {
  const log: string[] = [];
  const seen: Partial<Lab> = { containerState: async () => state, balanced: async () => balanced };
  return { log, lab: aLab(log, { ...seen, ...different }) };
}

const [one, two, three, four] = ['backend-1', 'backend-2', 'backend-3', 'backend-4'] as const;

describe('fault scale', () => {
  it('can hit the backend that would join, and the last one, that can leave', () => {
    expect(scale.targets!(aLab([]))).to.have.members([three, four]);
  });

  it('takes the only backend away from nobody', () => {
    const alone = aLab([], { backends: [{ role: one, address: '10.86.0.11:80' }] });
    expect(scale.targets!(alone)).to.deep.equal([two]);
  });

  it('offers none that would be one too many', () => {
    const backends = Array.from({ length: MAX_BACKENDS }, (_, i) => ({
      role: backendRole(i + 1),
      address: `10.86.0.${11 + i}:80`,
    }));
    expect(scale.targets!(aLab([], { backends }))).to.deep.equal(['backend-64']);
    expect(scale.targets!(aLab([], { backends: backends.slice(1) }))).to.have.members([
      'backend-63',
      'backend-64',
    ]);
  });

  it('applies to backends only', () => {
    expect(['nginx', one, 'redis'].filter((role) => scale.appliesTo(role))).to.deep.equal([one]);
  });

  it('has one backend more by the next number, which runs and gets requests', async () => {
    const { log, lab } = given('running', [one, two, three, four]);
    expect(await scale.inject(lab, four)).to.deep.equal({
      inForce: true,
      seen: 'the container of backend-4 is running, and nginx sends requests to it',
    });
    expect(log).to.deep.equal(['scale to 4']);
  });

  it('has one backend less by the last number, which is gone and gets none', async () => {
    const { log, lab } = given('absent', [one, two]);
    expect(await scale.inject(lab, three)).to.deep.equal({
      inForce: true,
      seen: 'the container of backend-3 is absent, and nginx sends requests to others only',
    });
    expect(log).to.deep.equal(['scale to 2']);
  });

  for (const [what, role, state, balanced] of [
    ['a new backend gets no requests', four, 'running', [one, two, three]],
    ['a new backend does not run', four, 'absent', [one, two, three, four]],
    ['a backend that left gets requests', three, 'absent', [one, two, three]],
    ['a backend that left still runs', three, 'running', [one, two]],
  ] as const) {
    it(`is not in force where ${what}`, async () => {
      expect((await scale.inject(given(state, balanced).lab, role)).inForce).to.equal(false);
    });
  }

  for (const role of [one, two, 'backend-5']) {
    it(`does nothing to ${role} of three, and says why`, async () => {
      const { log, lab } = given('running', []);
      expect(await scale.inject(lab, role)).to.deep.equal({
        inForce: false,
        seen: `${role} can neither join 3 backends nor leave them`,
      });
      expect(log).to.deep.equal([]);
    });
  }

  it('remembers how many there were, and is healed by having as many again', async () => {
    const { log, lab } = given('absent', []);
    const before = await scale.remember!(lab, four);
    await scale.heal(aLab(log, { backends: [] }), four, before);
    expect(log).to.deep.equal(['scale to 3']);
  });

  it('does not guess how many there were', async () => {
    const error = await thrown(() => scale.heal(aLab([]), four));
    expect(error).to.include({ exitCode: 3 });
    expect(error.reason).to.include('how many backends there were');
  });
});

describe('the roles that a fault can hit', () => {
  const lab = { ...aLab([]), roles: ['nginx', one, two, three, 'redis'] };

  it('are those that it says itself', () => {
    expect(hits(scale, lab)).to.have.members([three, four]);
  });

  it('else are those of the lab that it applies to', () => {
    expect(hits(reload, lab)).to.deep.equal(['nginx', one, two, three]);
  });
});
