import { expect } from 'chai';
import { findStrategy } from '../../../cli/catalog/index.js';
import { reset } from '../../../cli/engine/reset.js';
import { type Answers, aScenario, aStage, type FakeStage, type Given } from './fakes.js';
import { left, marks } from './under-spell.js';

const [redis, ipHash, sealed, relay] = ['redis', 'ip-hash', 'cookie-sealed', 'cookie-relay'].map(
  (id) => findStrategy(id)!,
) as [NonNullable<ReturnType<typeof findStrategy>>, ...NonNullable<ReturnType<typeof findStrategy>>[]];

async function afterReset(given: Given = {}, scenario = aScenario()): Promise<FakeStage> {
  const stage = aStage({ strategies: [redis, ipHash!], ...given });
  await reset(stage, scenario);
  return stage;
}

const asked = (stage: FakeStage): string[] =>
  stage.operations('reset').map(({ strategy, path }) => `${strategy} ${path}`);
const doubts = (stage: FakeStage) => stage.doubts().map(({ strategy, reason }) => [strategy, reason]);
const times = (stage: FakeStage, what: string): number => stage.log.filter((line) => line === what).length;

/** The login of the witness of redis fails so often. */
const withoutLogin = (failures: number): Answers => {
  let left = failures;
  return ({ visitor, step }) =>
    visitor.strategy === redis && step.writes === 'login' && left-- > 0
      ? { outcome: 'fail', status: 500 }
      : undefined;
};

describe('reset', () => {
  it('puts the row in doubt where a fault of an earlier scenario is still in force', async () => {
    const stage = aStage({ strategies: [redis] });
    await stage.lab.journal.add({ fault: 'crash', role: 'backend-1' });
    await reset(stage, aScenario());
    expect(doubts(stage)).to.deep.equal([
      [undefined, 'crash backend-1 of an earlier scenario is still in force'],
    ]);
  });

  it('has a witness log in to each strategy before it, and asks after it whether anybody knows him', async () => {
    const stage = await afterReset();
    expect(asked(stage)).to.deep.equal(['redis /login', 'ip-hash /login', 'redis /me', 'ip-hash /me']);
    for (const { visitor, self, user, path } of stage.operations('reset'))
      expect([visitor, self, user]).to.deep.equal([
        0,
        ...(path === '/me' ? [null, null] : ['witness', 'witness']),
      ]);
    expect(stage.log).to.deep.equal(['phase reset', 'apply {}', 'reset', 'ready', 'leave 0', 'leave 0']);
    expect(doubts(stage)).to.deep.equal([]);
    expect(marks(stage)).to.deep.equal(['reset']);
  });

  it('empties when the witness has logged in, and asks him when the lab is ready', async () => {
    const done: Record<'reset' | 'ready', number> = { reset: 0, ready: 0 };
    const stage: FakeStage = aStage({
      lab: {
        reset: async () => {
          done.reset = stage.clock.now();
        },
        ready: async () => {
          await stage.clock.sleep(3_000);
          done.ready = stage.clock.now();
        },
      },
    });
    await reset(stage, aScenario());
    const [login, me] = stage.operations('reset');
    expect(done.reset).to.be.at.least(login!.t + login!.ms);
    expect(me!.t).to.be.at.least(done.ready).and.at.least(3_000);
  });

  it('puts a strategy in doubt that still knows the witness, and no other one', async () => {
    const stage = await afterReset({
      answers: ({ visitor, step }) =>
        visitor.strategy === ipHash && step.path === '/me' ? { user: 'witness' } : undefined,
    });
    expect(doubts(stage)).to.deep.equal([['ip-hash', 'after the reset ip-hash knew an old session']]);
    expect(times(stage, 'reset')).to.equal(1);
  });

  it('believes no reset that does nothing', async () => {
    const stage = await afterReset({ lab: { reset: async () => {} } });
    expect(doubts(stage).map(([strategy]) => strategy)).to.deep.equal(['redis', 'ip-hash']);
  });

  it('takes another user for an old session as well', async () => {
    const stage = await afterReset({
      answers: ({ step }) => (step.path === '/me' ? { user: 'visitor-1' } : undefined),
    });
    expect(doubts(stage)).to.have.length(2);
  });

  it('puts a strategy in doubt that does not answer after it', async () => {
    const stage = await afterReset({
      answers: ({ visitor, step }) =>
        visitor.strategy === redis && step.path === '/me' ? { outcome: 'fail', status: 500 } : undefined,
    });
    expect(doubts(stage)).to.deep.equal([['redis', 'after the reset redis did not answer']]);
  });

  it('does not ask those who carry their session themselves', async () => {
    const stage = await afterReset({ strategies: [sealed!, relay!] });
    expect(asked(stage)).to.deep.equal([]);
    expect([times(stage, 'reset'), times(stage, 'ready')]).to.deep.equal([1, 1]);
    expect(doubts(stage)).to.deep.equal([]);
  });

  describe('where nobody could log in before it', () => {
    it('is made again, and only those are asked of whom nobody could tell', async () => {
      const stage = await afterReset({ answers: withoutLogin(1) });
      expect(asked(stage)).to.deep.equal([
        'redis /login',
        'ip-hash /login',
        'ip-hash /me',
        'redis /login',
        'redis /me',
      ]);
      expect([times(stage, 'reset'), times(stage, 'ready')]).to.deep.equal([2, 2]);
      expect(doubts(stage)).to.deep.equal([]);
      expect(left(stage)).to.deep.equal([0, 0, 0]);
    });

    it('is made twice and no more; then that strategy is in doubt', async () => {
      const stage = await afterReset({ answers: withoutLogin(9) });
      expect(times(stage, 'reset')).to.equal(2);
      expect(doubts(stage)).to.deep.equal([
        ['redis', 'nobody could log in to redis before the reset, so nobody knows what it did'],
      ]);
      expect(marks(stage)).to.deep.equal(['reset']);
    });

    it('is made again too where nobody knows whether he could', async () => {
      const lost = { outcome: 'unknown', error: 'ECONNRESET' } as const;
      let n = 0;
      const stage = await afterReset({
        strategies: [redis],
        answers: ({ step }) => (step.writes && n++ === 0 ? lost : undefined),
      });
      expect(times(stage, 'reset')).to.equal(2);
      expect(asked(stage)).to.deep.equal(['redis /login', 'redis /login', 'redis /me']);
      expect(doubts(stage)).to.deep.equal([]);
    });
  });

  describe('settings', () => {
    const settings = { 'session.use_strict_mode': '1' };

    it('of the scenario are applied before it, and before its witness comes', async () => {
      const stage: FakeStage = aStage({
        lab: {
          apply: async (given) =>
            void stage.log.push(`${JSON.stringify(given)}, ${asked(stage).length} requests`),
        },
      });
      await reset(stage, aScenario({ settings }));
      expect(stage.log.slice(0, 3)).to.deep.equal([
        'phase reset',
        '{"session.use_strict_mode":"1"}, 0 requests',
        'reset',
      ]);
    });

    it('are taken back where the scenario has none', async () => {
      expect((await afterReset()).log[1]).to.equal('apply {}');
    });

    it('that cannot be applied are thrown, and nothing is reset', async () => {
      const stage = aStage({ lab: { apply: () => Promise.reject(new Error('no such setting')) } });
      const thrown = await reset(stage, aScenario()).catch((error: Error) => error.message);
      expect(thrown).to.equal('no such setting');
      expect([asked(stage), times(stage, 'reset')]).to.deep.equal([[], 0]);
    });
  });

  it('lets its witnesses leave where it fails', async () => {
    const stage = aStage({ lab: { ready: () => Promise.reject(new Error('not ready')) } });
    const thrown = await reset(stage, aScenario()).catch((error: Error) => error.message);
    expect(thrown).to.equal('not ready');
    expect(left(stage)).to.deep.equal([0]);
    expect(marks(stage)).to.deep.equal([]);
  });
});
