import type { Scenario } from '../core/index.js';

/** Seconds that a scenario takes which says nothing about it. */
const USUAL_SECONDS = 20;

/** Usual seconds by scenario. */
export const usualSeconds = (scenarios: readonly Scenario[]): Record<string, number> =>
  Object.fromEntries(scenarios.map(({ id, seconds = USUAL_SECONDS }) => [id, seconds]));

interface Part {
  /** Seconds. */
  readonly usual: number;
  began?: number;
  over?: true;
}

/** Says how long a work of several parts may still take: what the parts usually take, scaled by how long those that are
 * over took beside theirs. */
export class TimeLeft {
  readonly #parts: ReadonlyMap<string, Part>;
  #taken = 0;
  #usual = 0;

  /**
   * @param usual seconds by part.
   * @param now milliseconds.
   */
  constructor(
    usual: Readonly<Record<string, number>>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#parts = new Map(Object.entries(usual).map(([name, seconds]) => [name, { usual: seconds }]));
  }

  /** Again for a part that has begun already changes nothing. */
  begin(name: string): void {
    this.#part(name).began ??= this.now();
  }

  /** A part that never began is left out, and says nothing about the others. */
  end(name: string): void {
    const part = this.#part(name);
    if (part.began !== undefined && !part.over) {
      this.#taken += this.#since(part.began);
      this.#usual += part.usual;
    }
    part.over = true;
  }

  seconds(): number {
    const factor = this.#usual > 0 ? this.#taken / this.#usual : 1;
    return [...this.#parts.values()]
      .filter(({ over }) => !over)
      .reduce(
        (sum, { usual, began }) =>
          sum + Math.max(0, usual * factor - (began === undefined ? 0 : this.#since(began))),
        0,
      );
  }

  #part(name: string): Part {
    return this.#parts.get(name)!;
  }

  #since(began: number): number {
    return (this.now() - began) / 1000;
  }
}

/** "about 40 s left", "about 3 min left", "about 1 h 20 min left". */
export function leftInWords(seconds: number): string {
  const tens = Math.max(1, Math.ceil(seconds / 10));
  if (tens < 6) return `about ${tens * 10} s left`;
  const minutes = Math.round(seconds / 60) || 1;
  const hours = Math.floor(minutes / 60);
  return `about ${hours > 0 ? `${hours} h ` : ''}${minutes % 60} min left`;
}
