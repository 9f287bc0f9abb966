import { expect } from 'chai';
import { strategies } from '../../../cli/catalog/index.js';
import type { FaultKind } from '../../../cli/core/index.js';
import { runScenario } from '../../../cli/engine/run-scenario.js';
import { aFault, aScenario, aStage, type FakeStage, type Given } from './fakes.js';

/** A stage and a scenario with a fault on backend-1 that says what it does into the stage's log. */
function underSpell(given: Given = {}, different: Partial<FaultKind> = {}) {
  const stage = aStage({ people: 6, ...given });
  const kind = aFault(stage.log, different);
  return { stage, kind, scenario: aScenario({ fault: { waves: () => [{ kind, roles: ['backend-1'] }] } }) };
}

const play = async (given?: Given, different?: Partial<FaultKind>): Promise<FakeStage> => {
  const { stage, scenario } = underSpell(given, different);
  await runScenario(stage, scenario);
  return stage;
};

const withoutLeaving = (log: readonly string[]): string[] => log.filter((line) => !line.startsWith('leave'));
const marks = (stage: FakeStage): string[] => stage.marks().map(({ mark }) => mark);
const reasons = (stage: FakeStage): string[] => stage.doubts().map(({ reason }) => reason);

describe('runScenario', () => {
  it('goes through the phases in order', async () => {
    const stage = await play();
    expect(withoutLeaving(stage.log)).to.deep.equal([
      'phase reset',
      'reset',
      'ready',
      'phase arrange',
      'phase calm',
      'phase fault: spell backend-1',
      'journal + spell backend-1',
      'inject backend-1',
      'phase fault',
      'phase heal',
      'heal backend-1',
      'journal - spell backend-1',
      'phase settle',
      'phase after',
      'ready',
    ]);
    expect(marks(stage)).to.deep.equal(['reset', 'fault', 'healed', 'settled']);
    expect(stage.doubts()).to.deep.equal([]);
  });

  it('neither breaks nor settles anything where the scenario has no fault', async () => {
    const stage = aStage();
    await runScenario(stage, aScenario());
    expect(withoutLeaving(stage.log)).to.deep.equal([
      'phase reset',
      'reset',
      'ready',
      'phase arrange',
      'phase calm',
      'phase after',
      'ready',
    ]);
    expect(marks(stage)).to.deep.equal(['reset']);
  });

  for (const scenario of [aScenario(), underSpell().scenario]) {
    it(`looks what is left when no worker is busy any more${scenario.fault ? ', after settling too' : ''}`, async () => {
      let free: number | undefined;
      const stage: FakeStage = aStage({
        people: 6,
        lab: {
          busyWorkers: async () => {
            const busy = stage.clock.now() < 20_000;
            if (!busy) free = stage.clock.now();
            return busy ? 1 : 0;
          },
        },
      });
      await runScenario(stage, scenario);
      expect(free).to.be.at.least(20_000);
      for (const { t } of stage.operations('after')) expect(t).to.be.at.least(free!);
      expect(stage.doubts()).to.deep.equal([]);
    });
  }

  it('records what was seen of the fault', async () => {
    const stage = await play();
    expect(stage.marks().find(({ mark }) => mark === 'fault')?.detail).to.equal('backend-1 is under a spell');
  });

  it('lets every person visit every strategy', async () => {
    const stage = aStage({ people: 2, strategies: strategies.slice(0, 3) });
    await runScenario(stage, aScenario());
    const pairs = new Set(stage.operations().map(({ visitor, strategy }) => `${visitor} ${strategy}`));
    expect(pairs.size).to.equal(6);
  });

  it('lets the visitors stand still while the fault is injected and while it is healed', async () => {
    const {
      stage,
      scenario,
      kind: spell,
    } = underSpell({}, { heal: async () => void healed.push(stage.clock.now()) });
    const injected: number[] = [];
    const healed: number[] = [];
    const kind = {
      ...spell,
      inject: async () => {
        injected.push(stage.clock.now());
        await stage.clock.sleep(1_000);
        injected.push(stage.clock.now());
        return { inForce: true, seen: '' };
      },
    };
    await runScenario(stage, { ...scenario, fault: { waves: () => [{ kind, roles: ['backend-1'] }] } });
    for (const { t, ms, phase } of stage.operations()) {
      if (phase === 'arrange' || phase === 'calm') expect(t + ms).to.be.at.most(injected[0]!);
      else expect(t).to.be.at.least(injected[1]!);
      if (phase === 'fault') expect(t + ms).to.be.at.most(healed[0]!);
      if (phase === 'settle' || phase === 'after') expect(t).to.be.at.least(healed[0]!);
    }
  });

  it('gives the fault the strategies and the backends that there are', async () => {
    const stage = aStage();
    const asked: unknown[] = [];
    const waves = (...args: unknown[]) => {
      asked.push(...args);
      return [];
    };
    await runScenario(stage, aScenario({ fault: { waves } }));
    expect(asked).to.deep.equal([stage.strategies, ['backend-1', 'backend-2', 'backend-3']]);
  });

  describe('a fault that does not happen', () => {
    for (const [how, inject] of [
      ['shows no effect', async () => ({ inForce: false, seen: 'backend-1 answers' })],
      ['throws', () => Promise.reject(new Error('no such container'))],
    ] as const) {
      it(`puts the row in doubt when it ${how}; nobody goes on under it, and it is healed`, async () => {
        const stage = await play({}, { inject });
        const seen = how === 'throws' ? 'backend-1: no such container' : 'backend-1 answers';
        expect(stage.doubts().map(({ strategy, reason }) => [strategy, reason])).to.deep.equal([
          [undefined, `the fault did not happen: ${seen}`],
        ]);
        expect(stage.operations('fault')).to.deep.equal([]);
        expect(stage.log).to.include('heal backend-1');
        expect(stage.lab.inForce).to.deep.equal([]);
        expect(stage.operations('after')).not.to.deep.equal([]);
      });
    }

    it('puts the row in doubt when it happened to one of two roles only', async () => {
      const { stage, scenario, kind } = underSpell(
        {},
        { inject: async (_, role) => ({ inForce: role === 'backend-1', seen: `${role} was asked` }) },
      );
      const fault = { waves: () => [{ kind, roles: ['backend-1', 'backend-2'] }] };
      await runScenario(stage, { ...scenario, fault });
      expect(reasons(stage)).to.deep.equal(['the fault did not happen: backend-2 was asked']);
      const { detail } = stage.marks().find(({ mark }) => mark === 'fault')!;
      expect(detail).to.equal('backend-1 was asked; backend-2 was asked');
      expect(stage.log).to.include('phase fault: spell backend-1, backend-2');
      expect(stage.log).to.include.members(['heal backend-1', 'heal backend-2']);
    });
  });

  describe('an interruption', () => {
    /** Interrupted by the first request of that phase. */
    const interruptedIn = (phase: string, different: Partial<FaultKind> = {}) => {
      const controller = new AbortController();
      const { stage, scenario, kind } = underSpell(
        {
          signal: controller.signal,
          answers: (asked) => void (asked.phase === phase && controller.abort(new Error('Ctrl-C'))),
        },
        different,
      );
      const thrown = runScenario(stage, scenario).then(
        () => undefined,
        (error: Error) => error.message,
      );
      return { stage, thrown };
    };

    it('in the middle of the fault is thrown after the heal', async () => {
      const { stage, thrown } = interruptedIn('fault');
      expect(await thrown).to.equal('Ctrl-C');
      expect(stage.log).to.include('heal backend-1');
      expect(stage.lab.inForce).to.deep.equal([]);
      expect(marks(stage)).to.deep.equal(['reset', 'fault', 'healed']);
      expect(stage.operations('after')).to.deep.equal([]);
      expect(stage.doubts()).to.deep.equal([]);
    });

    it('while the fault is injected is thrown after the heal, and nobody acts under it', async () => {
      const controller = new AbortController();
      const { stage, scenario, kind } = underSpell(
        { signal: controller.signal },
        {
          inject: async () => {
            controller.abort(new Error('Ctrl-C'));
            return { inForce: true, seen: '' };
          },
        },
      );
      const thrown = await runScenario(stage, scenario).catch((error: Error) => error.message);
      expect(thrown).to.equal('Ctrl-C');
      expect(stage.log).to.include('heal backend-1');
      expect(stage.operations('fault')).to.deep.equal([]);
    });

    for (const phase of ['arrange', 'calm', 'settle', 'after']) {
      it(`in ${phase} is thrown, and nothing is left in force`, async () => {
        const { stage, thrown } = interruptedIn(phase);
        expect(await thrown).to.equal('Ctrl-C');
        expect(stage.lab.inForce).to.deep.equal([]);
        expect(stage.log.filter((line) => line.startsWith('inject')).length).to.equal(
          stage.log.filter((line) => line.startsWith('heal')).length,
        );
      });
    }

    it('is what is thrown, also where the heal fails', async () => {
      const { stage, thrown } = interruptedIn('fault', { heal: () => Promise.reject(new Error('stuck')) });
      expect(await thrown).to.equal('Ctrl-C');
      expect(stage.lab.inForce).to.deep.equal([{ fault: 'spell', role: 'backend-1' }]);
    });

    it('lets all visitors leave', async () => {
      const { stage, thrown } = interruptedIn('fault');
      await thrown;
      expect(stage.log.filter((line) => line.startsWith('leave'))).to.have.length(6);
    });
  });

  describe('what goes wrong with the experiment puts the row in doubt', () => {
    it('when the reset throws, and nobody acts', async () => {
      const stage = await play({
        lab: { reset: () => Promise.reject(new Error('redis: could not be emptied')) },
      });
      expect(reasons(stage)).to.deep.equal(['redis: could not be emptied']);
      expect(stage.operations()).to.deep.equal([]);
      expect(stage.log).not.to.include('inject backend-1');
    });

    it('when the lab is not ready in time, and nobody acts', async () => {
      const stage = await play({
        lab: { ready: () => Promise.reject(new Error('backend-2 gave no good answer')) },
      });
      expect(reasons(stage)).to.deep.equal(['backend-2 gave no good answer']);
      expect(stage.operations()).to.deep.equal([]);
    });

    it('when a backend is not there in the end, though nobody needed it any more', async () => {
      let times = 0;
      const ready = async () => {
        times += 1;
        if (times > 1) throw new Error('redis on backend-2 gave no good answer');
      };
      const stage = await play({ lab: { ready } });
      expect(reasons(stage)).to.deep.equal(['redis on backend-2 gave no good answer']);
      expect(stage.operations('after')).not.to.deep.equal([]);
    });

    it('when a heal fails, and says which', async () => {
      const stage = await play({}, { heal: () => Promise.reject(new Error('stays away')) });
      expect(reasons(stage)).to.have.length(1);
      expect(reasons(stage)[0]).to.include('healing').and.include('backend-1: stays away');
      expect(marks(stage)).not.to.include('healed');
    });

    it('when nginx wrote alerts since the beginning, one doubt each', async () => {
      const asked: Date[] = [];
      const begun = Date.now();
      const alerts = async (since: Date) => {
        asked.push(since);
        return ['[alert] worker process 7 exited on signal 11', '[emerg] no memory'];
      };
      const stage = await play({ lab: { alerts } });
      expect(reasons(stage)).to.deep.equal([
        'nginx wrote an alert: [alert] worker process 7 exited on signal 11',
        'nginx wrote an alert: [emerg] no memory',
      ]);
      expect(asked).to.have.length(1);
      expect(asked[0]!.getTime()).to.be.within(begun, begun + 500);
      expect(stage.doubts().every(({ strategy }) => strategy === undefined)).to.equal(true);
    });

    it('and all visitors leave', async () => {
      const stage = await play({ lab: { ready: () => Promise.reject(new Error('no')) } });
      expect(stage.log.filter((line) => line.startsWith('leave'))).to.have.length(6);
    });
  });
});
