import { messageOf, type Scenario } from '../core/index.js';
import { doubt } from './doubt.js';
import type { Stage } from './stage.js';

/** A worker may wait 15 s for the kernel to give a connection up, for each of a few attempts of its session handler. */
const DEADLINE_MS = 75_000;
const LOOK_MS = 100;

/** Waits until no worker of a backend is busy: a request that its visitor gave up may still be waiting for a lock or a
 * store, and may write yet. A backend that is too busy to say so is busy. */
export async function workersFree(stage: Stage, scenario: Scenario): Promise<void> {
  const end = stage.clock.now() + DEADLINE_MS;
  for (;;) {
    const trouble = await lookedAt(stage);
    if (trouble === undefined) return;
    if (stage.clock.now() >= end) {
      doubt(stage, scenario, trouble);
      return;
    }
    await stage.clock.sleep(LOOK_MS, stage.signal);
  }
}

const lookedAt = ({ lab }: Stage): Promise<string | undefined> =>
  lab
    .busyWorkers()
    .then(
      (busy) =>
        busy > 0 ? `workers of the backends were still stuck after ${DEADLINE_MS / 1000} s` : undefined,
      messageOf,
    );
