import { expect } from 'chai';
import type { FaultKind, ScenarioFault, Step } from '../../../cli/core/index.js';
import { runScenario } from '../../../cli/engine/run-scenario.js';
import { aScenario, aStage, type FakeStage, type Given } from './fakes.js';
import { left, marks, underSpell } from './under-spell.js';

interface Interrupted {
  readonly stage: FakeStage;
  /** What runScenario threw. */
  readonly thrown: string | undefined;
}

/** Plays a scenario with a fault, until somebody interrupts it. */
async function interrupted(
  by: (interrupt: () => void, stage: () => FakeStage) => Given & { readonly kind?: Partial<FaultKind> },
  fault: Partial<ScenarioFault> | ((kind: FaultKind) => Partial<ScenarioFault>) = {},
): Promise<Interrupted> {
  const controller = new AbortController();
  const { kind: different, ...given } = by(
    () => controller.abort(new Error('Ctrl-C')),
    () => stage,
  );
  const spell = underSpell({ ...given, signal: controller.signal }, different);
  const { stage, kind, scenario } = spell;
  const waves = typeof fault === 'function' ? fault(kind) : fault;
  const thrown = await runScenario(stage, { ...scenario, fault: { ...scenario.fault!, ...waves } }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { stage, thrown };
}

const by =
  (phase: string): Parameters<typeof interrupted>[0] =>
  (interrupt) => ({ answers: (asked) => void (asked.phase === phase && interrupt()) });

const of = ({ log }: FakeStage, what: string): string[] => log.filter((line) => line.startsWith(`${what} `));
const rolling = (kind: FaultKind): Partial<ScenarioFault> => ({
  waves: (_, backends) => backends.map((role) => ({ kind, roles: [role] })),
});

describe('an interruption of runScenario', () => {
  for (const phase of ['reset', 'arrange', 'calm', 'fault', 'settle', 'after']) {
    for (const [what, fault] of [
      ['', {}],
      [' with requests under way', { afterMs: 100 }],
      [' of a fault that stays', { stays: true }],
      [' of a fault that lasts at least so long', { atLeastMs: 5_000 }],
      [' of waves', rolling],
    ] as const)
      it(`in ${phase}${what} is thrown, and nothing is left in force`, async () => {
        const { stage, thrown } = await interrupted(by(phase), fault);
        expect(thrown).to.equal('Ctrl-C');
        expect(stage.lab.inForce).to.deep.equal([]);
        expect(of(stage, 'heal')).to.have.length(of(stage, 'inject').length);
        expect(stage.doubts()).to.deep.equal([]);
        expect(left(stage)).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
      });
  }

  it('in the middle of the fault is thrown after the heal, and nobody looks any more', async () => {
    const { stage } = await interrupted(by('fault'));
    expect(of(stage, 'heal')).to.deep.equal(['heal backend-1']);
    expect(marks(stage)).to.deep.equal(['reset', 'fault', 'healed']);
    expect(stage.operations('after')).to.deep.equal([]);
  });

  it('while the fault is injected is thrown after the heal, and nobody acts under it', async () => {
    const { stage, thrown } = await interrupted((interrupt) => ({
      kind: {
        inject: async () => {
          interrupt();
          return { inForce: true, seen: '' };
        },
      },
    }));
    expect(thrown).to.equal('Ctrl-C');
    expect(of(stage, 'heal')).to.deep.equal(['heal backend-1']);
    expect(stage.operations('fault')).to.deep.equal([]);
  });

  it('while the fault goes on and all visitors are done does not wait for its end', async () => {
    const { stage, thrown } = await interrupted(
      (interrupt, stage) => ({
        kind: {
          inject: async () => {
            void stage().clock.sleep(3_000).then(interrupt);
            return { inForce: true, seen: '' };
          },
        },
      }),
      { atLeastMs: 600_000 },
    );
    expect(thrown).to.equal('Ctrl-C');
    expect(of(stage, 'heal')).to.deep.equal(['heal backend-1']);
    const [fault, healed] = ['fault', 'healed'].map(
      (name) => stage.marks().find(({ mark }) => mark === name)!.t,
    );
    expect(healed! - fault!).to.be.closeTo(3_000, 1);
  });

  it('before requests under way meet the fault has nothing to heal', async () => {
    const { stage, thrown } = await interrupted(by('fault'), { afterMs: 600_000 });
    expect(thrown).to.equal('Ctrl-C');
    expect(of(stage, 'inject')).to.deep.equal([]);
    expect(marks(stage)).to.deep.equal(['reset']);
    expect(stage.clock.now()).to.be.lessThan(10_000);
  });

  it('while one wave is healed begins no other one', async () => {
    const { stage, thrown } = await interrupted(
      (interrupt) => ({ kind: { heal: async () => interrupt() } }),
      rolling,
    );
    expect(thrown).to.equal('Ctrl-C');
    expect(of(stage, 'inject')).to.deep.equal(['inject backend-1']);
    expect(stage.lab.inForce).to.deep.equal([]);
  });

  it('in the second wave heals it, and begins no other one', async () => {
    const { stage, thrown } = await interrupted(
      (interrupt, stage) => ({
        answers: ({ phase }) => void (phase === 'fault' && of(stage(), 'inject').length === 2 && interrupt()),
      }),
      rolling,
    );
    expect(thrown).to.equal('Ctrl-C');
    expect(of(stage, 'inject')).to.deep.equal(['inject backend-1', 'inject backend-2']);
    expect(of(stage, 'heal')).to.deep.equal(['heal backend-1', 'heal backend-2']);
  });

  it('while the ledgers are asked for breaks nothing', async () => {
    let asked = 0;
    const { stage, thrown } = await interrupted((interrupt) => ({
      lab: {
        takeLedgers: async () => {
          asked += 1;
          interrupt();
          return [];
        },
      },
    }));
    expect([thrown, asked]).to.deep.equal(['Ctrl-C', 1]);
    expect(of(stage, 'inject')).to.deep.equal([]);
  });

  it('of a provocation is thrown, and nobody else acts', async () => {
    const broken: Step = { method: 'GET', path: '/broken' };
    const controller = new AbortController();
    const stage = aStage({
      signal: controller.signal,
      answers: ({ step }) => {
        if (step !== broken) return undefined;
        controller.abort(new Error('Ctrl-C'));
        return { outcome: 'fail', status: 502 };
      },
    });
    const thrown = await runScenario(stage, aScenario({ provocation: [broken] })).catch(
      (error: Error) => error.message,
    );
    expect(thrown).to.equal('Ctrl-C');
    expect(stage.operations('fault').map(({ path }) => path)).to.deep.equal(['/broken']);
  });

  it('is what is thrown, also where the heal fails; that is a doubt', async () => {
    const { stage, thrown } = await interrupted((interrupt) => ({
      ...by('fault')(interrupt, () => stage),
      kind: { heal: () => Promise.reject(new Error('stuck')) },
    }));
    expect(thrown).to.equal('Ctrl-C');
    expect(stage.lab.inForce).to.deep.equal([{ fault: 'spell', role: 'backend-1' }]);
    expect(
      stage
        .doubts()
        .map(({ reason }) => reason)
        .join(),
    ).to.include('stuck');
  });
});
