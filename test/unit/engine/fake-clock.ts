import type { Clock } from '../../../cli/core/index.js';

/** A clock that jumps to the next moment at which somebody wants to be woken, as soon as all others wait too. */
export class FakeClock implements Clock {
  #now = 0;
  #waiting: { at: number; wake: () => void }[] = [];
  #jumping = false;

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const one = { at: this.#now + ms, wake: () => {} };
      const stop = () => {
        this.#waiting.splice(this.#waiting.indexOf(one), 1);
        reject(signal?.reason);
      };
      one.wake = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      signal?.addEventListener('abort', stop);
      this.#waiting.push(one);
      this.#jump();
    });
  }

  /** What comes of it within so many milliseconds; undefined: nothing. */
  async within<T>(ms: number, awaited: Promise<T>): Promise<T | undefined> {
    const over = { at: this.#now + ms, wake: () => {} };
    const end = new Promise<undefined>((resolve) => {
      over.wake = () => resolve(undefined);
    });
    this.#waiting.push(over);
    this.#jump();
    try {
      return await Promise.race([awaited, end]);
    } finally {
      this.#waiting = this.#waiting.filter((one) => one !== over);
    }
  }

  #jump(): void {
    if (this.#jumping) return;
    this.#jumping = true;
    setImmediate(() => {
      this.#jumping = false;
      if (this.#waiting.length === 0) return;
      this.#now = Math.min(...this.#waiting.map(({ at }) => at));
      const due = this.#waiting.filter(({ at }) => at <= this.#now);
      this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
      for (const { wake } of due) wake();
      this.#jump();
    });
  }
}
