import { expect } from 'chai';
import { startClock } from '../../../cli/engine/index.js';

describe('the clock', () => {
  it('begins at 0 and goes on', async () => {
    const clock = startClock();
    expect(clock.now()).to.be.within(0, 50);
    await clock.sleep(20);
    expect(clock.now()).to.be.within(19, 500);
  });

  it("stops sleeping with the signal's reason", async () => {
    const reason = new Error('interrupted');
    for (const signal of [AbortSignal.abort(reason), abortSoon(reason)]) {
      const woken = await startClock()
        .sleep(60_000, signal)
        .catch((error: unknown) => error);
      expect(woken).to.equal(reason);
    }
  });
});

function abortSoon(reason: Error): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => controller.abort(reason));
  return controller.signal;
}
