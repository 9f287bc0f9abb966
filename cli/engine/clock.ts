import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../core/index.js';

/** A clock that starts at 0 now. */
export function startClock(): Clock {
  const start = performance.now();
  return {
    now: () => performance.now() - start,
    sleep: async (ms, signal) => {
      await wait(ms, undefined, signal && { signal }).catch((error: unknown) => {
        signal?.throwIfAborted();
        throw error;
      });
    },
  };
}
