import { expect } from 'chai';
import { workersFree } from '../../../cli/engine/workers.js';
import { aScenario, aStage } from './fakes.js';

describe('workersFree', () => {
  it('asks once where none is busy', async () => {
    let asked = 0;
    const stage = aStage({ lab: { busyWorkers: async () => 0 * ++asked } });
    await workersFree(stage, aScenario());
    expect([asked, stage.clock.now(), stage.doubts()]).to.deep.equal([1, 0, []]);
  });

  it('waits until none is stuck', async () => {
    let busy = 40;
    const stage = aStage({ lab: { busyWorkers: async () => (busy > 0 ? busy-- : 0) } });
    await workersFree(stage, aScenario());
    expect(busy).to.equal(0);
    expect(stage.doubts()).to.deep.equal([]);
    expect(stage.clock.now()).to.equal(4_000);
  });

  it('takes a backend that is too busy to say so for busy', async () => {
    let asked = 0;
    const busyWorkers = async () => {
      asked += 1;
      if (asked < 3) throw new Error('no answer within 2 s');
      return 0;
    };
    const stage = aStage({ lab: { busyWorkers } });
    await workersFree(stage, aScenario());
    expect([asked, stage.doubts()]).to.deep.equal([3, []]);
  });

  it('puts the whole row in doubt where one is still stuck after 75 s', async () => {
    const stage = aStage({ lab: { busyWorkers: async () => 1 } });
    await workersFree(stage, aScenario());
    expect(stage.doubts().map(({ strategy, reason }) => [strategy, reason])).to.deep.equal([
      [undefined, 'workers of the backends were still stuck after 75 s'],
    ]);
    expect(stage.clock.now()).to.equal(75_000);
  });

  it('stops at an interruption, and throws it', async () => {
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    const stage = aStage({ signal, lab: { busyWorkers: async () => 1 } });
    const thrown = await workersFree(stage, aScenario()).catch((error: Error) => error.message);
    expect(thrown).to.equal('Ctrl-C');
  });
});
