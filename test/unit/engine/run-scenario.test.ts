import { expect } from 'chai';
import { strategies } from '../../../cli/catalog/index.js';
import type { Step } from '../../../cli/core/index.js';
import { runScenario } from '../../../cli/engine/run-scenario.js';
import { aScenario, aStage, type FakeStage } from './fakes.js';
import { deeds, left, marks, play, reasons, underSpell } from './under-spell.js';

const RESET = ['phase reset', 'apply {}', 'reset', 'ready'];

describe('runScenario', () => {
  it('goes through the phases in order', async () => {
    const stage = await play();
    expect(deeds(stage)).to.deep.equal([
      ...RESET,
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
    expect(deeds(stage)).to.deep.equal([...RESET, 'phase arrange', 'phase calm', 'phase after', 'ready']);
    expect(marks(stage)).to.deep.equal(['reset']);
  });

  it('lets a visitor provoke, then all others go on, and settles', async () => {
    const broken: Step = { method: 'GET', path: '/broken' };
    const stage = aStage({
      answers: ({ step }) => (step === broken ? { outcome: 'fail', status: 502 } : undefined),
    });
    await runScenario(stage, aScenario({ provocation: [broken] }));
    expect(deeds(stage)).to.deep.equal([
      ...RESET,
      'phase arrange',
      'phase calm',
      'phase fault: visitor 1',
      'phase fault',
      'phase settle',
      'phase after',
      'ready',
    ]);
    expect(marks(stage)).to.deep.equal(['reset', 'fault', 'healed', 'settled']);
    const [provoked, ...others] = stage.operations('fault');
    expect(provoked!.path).to.equal('/broken');
    expect(new Set(others.map(({ visitor }) => visitor))).to.deep.equal(new Set([1, 2, 3]));
    const healed = stage.marks().find(({ mark }) => mark === 'healed')!;
    for (const { t, ms } of others) expect(t + ms).to.be.at.most(healed.t);
    expect(stage.doubts()).to.deep.equal([]);
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

  it('lets every person visit every strategy', async () => {
    const stage = aStage({ people: 2, strategies: strategies.slice(0, 3) });
    await runScenario(stage, aScenario());
    const pairs = new Set(stage.operations().map(({ visitor, strategy }) => `${visitor} ${strategy}`));
    expect(pairs.size).to.equal(6);
  });

  describe('in a lab that one strategy has to itself', () => {
    it('names it in every mark, and in what would be a doubt of the row', async () => {
      const stage = await play(
        { only: 'redis', lab: { alerts: async () => ['[alert] no memory'] } },
        { inject: async () => ({ inForce: false, seen: 'backend-1 answers' }) },
      );
      expect(new Set(stage.marks().map(({ strategy }) => strategy))).to.deep.equal(new Set(['redis']));
      expect(stage.doubts().map(({ strategy, reason }) => [strategy, reason])).to.deep.equal([
        ['redis', 'the fault did not happen: backend-1 answers'],
        ['redis', 'nginx wrote an alert: [alert] no memory'],
      ]);
    });

    it('names none where all share the lab', async () => {
      const stage = await play({ lab: { alerts: async () => ['[alert] no memory'] } });
      for (const line of [...stage.marks(), ...stage.doubts()]) expect(line).not.to.have.property('strategy');
    });
  });

  describe('what goes wrong with the experiment puts the row in doubt', () => {
    for (const [what, lab, reason] of [
      [
        'the settings cannot be applied',
        { apply: () => Promise.reject(new Error('redis: no such setting')) },
        'redis: no such setting',
      ],
      [
        'the reset throws',
        { reset: () => Promise.reject(new Error('redis: could not be emptied')) },
        'redis: could not be emptied',
      ],
      [
        'the lab is not ready in time',
        { ready: () => Promise.reject(new Error('backend-2 gave no good answer')) },
        'backend-2 gave no good answer',
      ],
    ] as const)
      it(`when ${what}, and nobody acts`, async () => {
        const stage = await play({ lab });
        expect(reasons(stage)).to.deep.equal([reason]);
        expect(stage.operations()).to.deep.equal([]);
        expect(stage.log).not.to.include('inject backend-1');
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
    });

    it('and all leave, the witness of the reset too', async () => {
      const stage = await play({ lab: { ready: () => Promise.reject(new Error('no')) } });
      expect(left(stage)).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
    });
  });
});
