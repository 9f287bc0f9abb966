import { expect } from 'chai';
import type { FaultKind, Role, ScenarioFault } from '../../../cli/core/index.js';
import { runScenario } from '../../../cli/engine/run-scenario.js';
import { aScenario, aStage, type FakeStage, type Given } from './fakes.js';
import { deeds, marks, play, reasons, underSpell } from './under-spell.js';

/** Milliseconds from injecting the fault to healing it. */
const lasted = (stage: FakeStage): number => {
  const [fault, healed] = ['fault', 'healed'].map((name) => stage.marks().find(({ mark }) => mark === name)!);
  return healed!.t - fault!.t;
};

/** A spell of which it is on record when it was cast and when it was lifted. */
function timed(given: Given, faultOf: Partial<ScenarioFault>, injectMs = 0) {
  const times = { begun: [] as number[], cast: [] as number[], lifted: [] as number[] };
  const { stage, scenario } = underSpell(
    given,
    {
      inject: async () => {
        times.begun.push(stage.clock.now());
        await stage.clock.sleep(injectMs);
        times.cast.push(stage.clock.now());
        return { inForce: true, seen: 'it is cast' };
      },
      heal: async () => void times.lifted.push(stage.clock.now()),
    },
    faultOf,
  );
  return { stage, scenario, times };
}

describe('a fault in runScenario', () => {
  it('is put on record with what was seen of it, at the moment at which it began', async () => {
    const { stage, scenario, times } = timed({}, {}, 1_000);
    await runScenario(stage, scenario);
    const { t, detail } = stage.marks().find(({ mark }) => mark === 'fault')!;
    expect([t, detail]).to.deep.equal([Math.round(times.begun[0]! * 10) / 10, 'it is cast']);
    expect(times.cast[0]! - t).to.be.closeTo(1_000, 1);
  });

  it('finds the visitors between two requests, and so does its heal', async () => {
    const { stage, scenario, times } = timed({}, {}, 1_000);
    await runScenario(stage, scenario);
    const [begun, cast, lifted] = [times.begun[0]!, times.cast[0]!, times.lifted[0]!];
    for (const { t, ms, phase } of stage.operations()) {
      if (phase === 'arrange' || phase === 'calm') expect(t + ms).to.be.at.most(begun);
      else expect(t).to.be.at.least(cast);
      if (phase === 'fault') expect(t + ms).to.be.at.most(lifted);
      if (phase === 'settle' || phase === 'after') expect(t).to.be.at.least(lifted);
    }
  });

  it('is asked for with the strategies and the backends that there are', async () => {
    const stage = aStage();
    const asked: unknown[] = [];
    const waves = (...args: unknown[]) => {
      asked.push(...args);
      return [];
    };
    await runScenario(stage, aScenario({ fault: { waves } }));
    expect(asked).to.deep.equal([stage.strategies, ['backend-1', 'backend-2', 'backend-3']]);
  });

  describe('that lasts at least so long', () => {
    it('is healed then, where the visitors are done before', async () => {
      expect(lasted(await play({}, {}, { atLeastMs: 5_000 }))).to.equal(5_000);
    });

    it('is healed when they are done, where that takes them longer', async () => {
      const answers: Given['answers'] = ({ phase }) => (phase === 'fault' ? { ms: 4_000 } : undefined);
      expect(lasted(await play({ answers }, {}, { atLeastMs: 5_000 }))).to.be.within(8_400, 9_000);
    });

    it('lasts so long from when it is in force, and not from when somebody began to inject it', async () => {
      const { stage, scenario, times } = timed({}, { atLeastMs: 5_000 }, 2_000);
      await runScenario(stage, scenario);
      expect(times.lifted[0]! - times.cast[0]!).to.be.closeTo(5_000, 0.001);
    });
  });

  describe('in waves', () => {
    const cast = ['backend-1', 'backend-2', 'backend-3'];
    const oneByOne = (kind: FaultKind) => ({
      waves: () => cast.map((role) => ({ kind, roles: [role] })),
    });

    it('injects, lives with and heals each before the next one', async () => {
      const { stage, scenario, kind } = underSpell();
      await runScenario(stage, { ...scenario, fault: oneByOne(kind) });
      const all = deeds(stage);
      expect(all.slice(all.indexOf('phase calm') + 1, all.indexOf('phase settle'))).to.deep.equal(
        cast.flatMap((role) => [
          `phase fault: spell ${role}`,
          `journal + spell ${role}`,
          `inject ${role}`,
          'phase fault',
          'phase heal',
          `heal ${role}`,
          `journal - spell ${role}`,
        ]),
      );
      expect(marks(stage)).to.deep.equal(['reset', ...cast.flatMap(() => ['fault', 'healed']), 'settled']);
    });

    it('lets every visitor make the steps of the fault in each of them', async () => {
      const { stage, scenario, kind } = underSpell();
      await runScenario(stage, { ...scenario, fault: oneByOne(kind) });
      const each = scenario.journey.fault(stage.people[0]!).length;
      expect(stage.operations('fault')).to.have.length(6 * each * cast.length);
      expect(stage.operations('after')).to.have.length(6);
    });

    it('can be of different kinds, each healed by itself', async () => {
      const { stage, scenario, kind } = underSpell();
      const curse: FaultKind = { ...kind, id: 'curse', heal: async () => void stage.log.push('uncurse') };
      const waves = () => [
        { kind, roles: ['backend-1'] },
        { kind: curse, roles: ['backend-1'] },
      ];
      await runScenario(stage, { ...scenario, fault: { waves } });
      expect(deeds(stage).filter((line) => /^(heal|uncurse)/.test(line))).to.deep.equal([
        'heal backend-1',
        'uncurse',
      ]);
    });

    it('goes no further where one could not be healed, and says which', async () => {
      const { stage, scenario, kind } = underSpell(
        {},
        {
          heal: (_, role) =>
            role === 'backend-2' ? Promise.reject(new Error('stays away')) : Promise.resolve(),
        },
      );
      await runScenario(stage, { ...scenario, fault: oneByOne(kind) });
      expect(reasons(stage)).to.have.length(1);
      expect(reasons(stage)[0]).to.include('healing').and.include('backend-2: stays away');
      expect(marks(stage)).to.deep.equal(['reset', 'fault', 'healed', 'fault']);
      expect(stage.log).not.to.include('inject backend-3');
      expect(stage.operations('after')).to.deep.equal([]);
    });
  });

  describe('that meets requests under way', () => {
    const answers: Given['answers'] = ({ phase }) => (phase === 'fault' ? { ms: 700 } : undefined);

    it('is injected so long after visitors began to make their requests', async () => {
      const { stage, scenario, times } = timed({ answers }, { afterMs: 500 });
      await runScenario(stage, scenario);
      const made = stage.operations('fault');
      const first = Math.min(...made.map(({ t }) => t));
      expect(times.begun[0]! - first).to.be.closeTo(500, 0.001);
      const underWay = made.filter(({ t, ms }) => t < times.begun[0]! && t + ms > times.cast[0]!);
      expect(underWay).to.have.length(6);
    });

    it('is healed when they are done; nobody makes his requests twice', async () => {
      const { stage, scenario, times } = timed({ answers }, { afterMs: 500 });
      await runScenario(stage, scenario);
      const made = stage.operations('fault');
      expect(made).to.have.length(12);
      for (const { t, ms } of made) expect(t + ms).to.be.at.most(times.lifted[0]!);
      expect(deeds(stage).filter((line) => line === 'phase fault')).to.have.length(1);
    });

    it('where it does not happen, is healed when they are done', async () => {
      const { stage, scenario } = underSpell(
        { answers },
        { inject: async () => ({ inForce: false, seen: 'backend-1 answers' }) },
        { afterMs: 500 },
      );
      await runScenario(stage, scenario);
      expect(reasons(stage)).to.deep.equal(['the fault did not happen: backend-1 answers']);
      const healed = stage.marks().find(({ mark }) => mark === 'healed')!;
      for (const { t, ms } of stage.operations('fault')) expect(t + ms).to.be.at.most(healed.t);
    });
  });

  describe('that stays', () => {
    it('is healed when the visitors have had their last look, and every backend is asked then', async () => {
      const stage = await play({}, {}, { stays: true });
      const all = deeds(stage);
      expect(all.slice(all.indexOf('inject backend-1'))).to.deep.equal([
        'inject backend-1',
        'phase fault',
        'phase settle',
        'phase after',
        'phase heal',
        'heal backend-1',
        'journal - spell backend-1',
        'ready',
      ]);
      expect(marks(stage)).to.deep.equal(['reset', 'fault', 'settled', 'healed']);
    });

    it('does not have a backend waited for that has left', async () => {
      const backends = [1, 2, 3].map((n) => ({ role: `backend-${n}`, address: `10.86.0.${10 + n}:80` }));
      const { stage, scenario, kind } = underSpell(
        {
          lab: { backends },
          answers: ({ phase }) => (phase === 'settle' || phase === 'after' ? { backend: 'backend-1' } : {}),
        },
        {
          inject: async () => {
            backends.splice(1);
            return { inForce: true, seen: 'two have left' };
          },
        },
      );
      const fault = { waves: () => [{ kind, roles: ['nginx'] }], stays: true } as const;
      await runScenario(stage, { ...scenario, fault });
      expect(reasons(stage)).to.deep.equal([]);
    });

    it('is healed where the last look fails', async () => {
      const stage = await play(
        { lab: { busyWorkers: () => Promise.reject(new Error('backend-2 says nothing')) } },
        {},
        { stays: true },
      );
      expect(reasons(stage)).to.deep.equal(['backend-2 says nothing']);
      expect(stage.lab.inForce).to.deep.equal([]);
      expect(stage.log).to.include('heal backend-1');
    });

    it('and cannot be undone puts the row in doubt', async () => {
      const stage = await play({}, { heal: () => Promise.reject(new Error('stays away')) }, { stays: true });
      expect(reasons(stage)).to.have.length(1);
      expect(stage.operations('after')).to.have.length(6);
      expect(marks(stage)).not.to.include('healed');
    });
  });

  describe('that does not happen', () => {
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
        { inject: async (_, role: Role) => ({ inForce: role === 'backend-1', seen: `${role} was asked` }) },
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

  it('whose heal fails puts the row in doubt, and says which', async () => {
    const stage = await play({}, { heal: () => Promise.reject(new Error('stays away')) });
    expect(reasons(stage)).to.have.length(1);
    expect(reasons(stage)[0]).to.include('healing').and.include('backend-1: stays away');
    expect(marks(stage)).not.to.include('healed');
  });
});
