import type { Scenario } from '../core/index.js';
import { doubt } from './doubt.js';
import type { Stage } from './stage.js';

/** A worker may wait 15 s for the kernel to give a connection up, for each of a few attempts of its session handler. */
const DEADLINE_MS = 75_000;
const LOOK_MS = 100;

/** Waits until no worker of a backend is busy: a request that its visitor gave up may still be waiting for a lock or a
 * store, and may write yet. */
export async function workersFree(stage: Stage, scenario: Scenario): Promise<void> {
  const end = stage.clock.now() + DEADLINE_MS;
  while ((await stage.lab.busyWorkers()) > 0) {
    if (stage.clock.now() >= end) {
      doubt(stage, scenario, `workers of the backends were still stuck after ${DEADLINE_MS / 1000} s`);
      return;
    }
    await stage.clock.sleep(LOOK_MS, stage.signal);
  }
}
