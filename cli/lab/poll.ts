import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is wanted or the deadline has passed; returns the last answer. */
export async function poll<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  { deadlineMs, pauseMs = 50 }: { readonly deadlineMs: number; readonly pauseMs?: number },
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer) || performance.now() >= end) return answer;
    await sleep(pauseMs);
  }
}
