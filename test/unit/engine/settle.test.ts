import { expect } from 'chai';
import { strategies } from '../../../cli/catalog/index.js';
import type { Operation, Scenario, Visitor } from '../../../cli/core/index.js';
import { settle } from '../../../cli/engine/settle.js';
import { walk } from '../../../cli/engine/walk.js';
import { aScenario, aStage, buy, type FakeStage, me } from './fakes.js';

const scenario = aScenario();
const [none, , redis] = strategies as [(typeof strategies)[0], unknown, (typeof strategies)[0]];
const AWAY = { outcome: 'fail', status: 500 } as const;
const HANGS = { outcome: 'unknown', ms: 5_000 } as const;

/** Two rounds of calm, in which every backend serves, and then the settling. */
async function calmThenSettle(stage: FakeStage, played: Scenario = scenario): Promise<Operation[]> {
  const visitors = invited(stage);
  const before = await calm(stage, visitors, played);
  await settle(stage, played, visitors, before);
  return before;
}

const invited = (stage: FakeStage): Visitor[] =>
  stage.people.flatMap((person) => stage.strategies.map((strategy) => stage.invite(person, strategy)));

const calm = (stage: FakeStage, visitors: readonly Visitor[], { journey }: Scenario): Promise<Operation[]> =>
  walk(
    stage,
    aScenario({
      journey: { ...journey, calm: (person) => [...journey.calm(person), ...journey.calm(person)] },
    }),
    visitors,
    'calm',
  );

/** Milliseconds from the end of the calm to now. */
const lasted = (stage: FakeStage): number =>
  stage.clock.now() - Math.max(...stage.operations('calm').map(({ t, ms }) => t + ms));

const reasons = (stage: FakeStage) => stage.doubts().map(({ strategy, reason }) => [strategy, reason]);

describe('settle', () => {
  it('is over soon where every backend serves and every visitor is answered', async () => {
    const stage = aStage({ people: 6 });
    await calmThenSettle(stage);
    expect(stage.doubts()).to.deep.equal([]);
    expect(lasted(stage)).to.be.lessThan(1_500);
    const settled = stage.operations('settle');
    expect(new Set(settled.map(({ visitor }) => visitor)).size).to.equal(6);
    expect(new Set(settled.map(({ backend }) => backend)).size).to.equal(3);
  });

  it('waits for a backend that comes back late, and doubts nothing then', async () => {
    const stage: FakeStage = aStage({
      people: 6,
      answers: ({ phase, t }) =>
        phase === 'settle' && t < 15_000 ? { backend: `backend-${2 + (Math.round(t) % 2)}` } : undefined,
    });
    await calmThenSettle(stage);
    expect(stage.doubts()).to.deep.equal([]);
    expect(stage.clock.now()).to.be.within(15_000, 17_500);
  });

  it('puts a strategy in doubt whose backend does not come back within 45 s', async () => {
    const stage = aStage({
      people: 6,
      answers: ({ phase }) => (phase === 'settle' ? { backend: 'backend-2' } : undefined),
    });
    await calmThenSettle(stage);
    expect(reasons(stage).map(([strategy]) => strategy)).to.deep.equal(['redis']);
    expect(reasons(stage)[0]![1]).to.match(
      /^backend-[13], backend-[13] did not serve redis again within 45 s$/,
    );
    expect(lasted(stage)).to.be.within(45_000, 47_500);
  });

  it('does not put the other strategies in doubt', async () => {
    const stage = aStage({
      people: 6,
      strategies: [none, redis],
      answers: ({ phase, visitor }) =>
        phase === 'settle' && visitor.strategy === none ? { backend: 'backend-2' } : undefined,
    });
    await calmThenSettle(stage);
    expect(reasons(stage).map(([strategy]) => strategy)).to.deep.equal(['none']);
  });

  it('waits for a visitor who gets errors, and puts the strategy in doubt', async () => {
    const stage = aStage({
      people: 6,
      answers: ({ phase, visitor }) => (phase === 'settle' && visitor.person.number < 3 ? AWAY : undefined),
    });
    await calmThenSettle(stage);
    expect(reasons(stage)).to.deep.equal([
      ['redis', '2 visitors of redis were not answered again within 45 s'],
    ]);
  });

  it('waits for a visitor who gets no answer until he gets one', async () => {
    const stage = aStage({
      people: 6,
      answers: ({ phase, visitor, t }) =>
        phase === 'settle' && visitor.person.number === 2 && t < 12_000 ? HANGS : undefined,
    });
    await calmThenSettle(stage);
    expect(stage.doubts()).to.deep.equal([]);
    expect(stage.clock.now()).to.be.within(12_000, 20_000);
  });

  it('looks at the last request of a visitor, not at an earlier one', async () => {
    const answered = new Map<number, number>();
    const stage = aStage({
      people: 6,
      answers: ({ phase, visitor, t }) => {
        if (phase !== 'settle') return undefined;
        const { number } = visitor.person;
        const nth = (answered.get(number) ?? 0) + 1;
        answered.set(number, nth);
        // He is answered first; then one backend is still away, and he is not.
        if (number === 1 && nth > 1 && t < 20_000) return AWAY;
        return t < 10_000 ? { backend: 'backend-1' } : undefined;
      },
    });
    await calmThenSettle(stage);
    expect(stage.doubts()).to.deep.equal([]);
    expect(stage.clock.now()).to.be.within(20_000, 22_500);
  });

  it('takes the refusal of a guest, and of whatever else, for an answer', async () => {
    const stage = aStage({
      people: 6,
      answers: ({ phase, t }) =>
        phase === 'settle' ? { outcome: 'fail', status: t % 2 === 0 ? 401 : 499 } : undefined,
    });
    // The refusals name no backend here: none is missed, since none was asked for this page before.
    const other = aScenario({ journey: { ...scenario.journey, calm: () => [buy] } });
    await calmThenSettle(stage, other);
    expect(stage.doubts()).to.deep.equal([]);
    expect(lasted(stage)).to.be.lessThan(2_500);
  });

  it('misses no backend that did not serve these pages before', async () => {
    const stage = aStage({
      people: 6,
      answers: ({ phase, step }) =>
        phase === 'settle' || step === me ? { backend: 'backend-2' } : { backend: 'backend-1' },
    });
    const other = aScenario({ journey: { ...scenario.journey, calm: () => [buy, me] } });
    await calmThenSettle(stage, other);
    expect(stage.doubts()).to.deep.equal([]);
  });

  it('misses no backend where a change stays: it may have left, or lost its pages to another one', async () => {
    const stage = aStage({
      people: 6,
      answers: ({ phase }) => (phase === 'settle' ? { backend: 'backend-2' } : undefined),
    });
    await calmThenSettle(stage, aScenario({ fault: { waves: () => [], stays: true } }));
    expect(stage.doubts()).to.deep.equal([]);
    expect(lasted(stage)).to.be.lessThan(1_500);
  });

  it('waits for everybody to be answered there too', async () => {
    const stage = aStage({
      people: 6,
      answers: ({ phase, t }) => (phase === 'settle' && t < 15_000 ? AWAY : undefined),
    });
    await calmThenSettle(stage, aScenario({ fault: { waves: () => [], stays: true } }));
    expect(stage.doubts()).to.deep.equal([]);
    expect(stage.clock.now()).to.be.within(15_000, 17_500);
  });

  it('misses no backend of whose visitors nginx has written another one into the cookie', async () => {
    const sticky = strategies.find(({ id }) => id === 'sticky')!;
    const stage = aStage({
      people: 6,
      strategies: [sticky, redis],
      answers: ({ phase, visitor }) =>
        phase === 'settle' && visitor.strategy === sticky ? { backend: 'backend-2' } : undefined,
    });
    await calmThenSettle(stage);
    expect(stage.doubts()).to.deep.equal([]);
    expect(lasted(stage)).to.be.lessThan(2_500);
  });

  it('asks for every page in every second, and never faster than once a second a visitor', async () => {
    const pages = ['/a', '/b', '/c'];
    const journey = {
      ...scenario.journey,
      settle: () => pages.map((path) => ({ method: 'GET', path }) as const),
    };
    const stage = aStage({ people: 3, answers: ({ phase }) => (phase === 'settle' ? AWAY : undefined) });
    await calmThenSettle(stage, aScenario({ journey }));
    const settled = stage.operations('settle');
    expect(new Set(settled.slice(0, 3).map(({ path }) => path))).to.deep.equal(new Set(pages));
    for (const { number } of stage.people) {
      const times = settled.filter(({ visitor }) => visitor === number).map(({ t }) => t);
      for (const [i, t] of times.entries()) if (i > 0) expect(t - times[i - 1]!).to.be.at.least(1_000);
    }
  });

  it('stops at an interruption, throws it, and nobody acts any more', async () => {
    const controller = new AbortController();
    const stage = aStage({
      people: 6,
      signal: controller.signal,
      answers: ({ phase, t }) => {
        if (phase === 'settle' && t > 5_000) controller.abort(new Error('enough'));
        return phase === 'settle' ? AWAY : undefined;
      },
    });
    const thrown = await calmThenSettle(stage).catch((error: Error) => error.message);
    expect(thrown).to.equal('enough');
    const acts = stage.operations('settle').length;
    await stage.clock.sleep(20_000);
    expect(stage.operations('settle').length - acts).to.be.at.most(1);
  });
});
