import type { Cell, Scenario, Strategy } from '../core/index.js';
import type { Programme } from './beginning.js';
import { phaseInWords } from './phases.js';
import { RunProgress } from './run-progress.js';
import { TimeLeft, usualSeconds } from './time-left.js';

/** Seconds that it usually takes to bring a lab with one strategy up, and to take it down. */
const UP_SECONDS = 12;
const DOWN_SECONDS = 3;

/** What is shown of a run in which one strategy is played after the other. */
export class IsolatedProgress {
  readonly shown: RunProgress;
  readonly #labs: TimeLeft;
  readonly #plays: TimeLeft;
  #current = '';

  constructor({ scenarios, strategies }: Pick<Programme, 'scenarios' | 'strategies'>) {
    const ids = strategies.map(({ id }) => id);
    const usual = Object.entries(usualSeconds(scenarios));
    this.#labs = new TimeLeft(
      Object.fromEntries(
        ids.flatMap((id) => [
          [`${id} up`, UP_SECONDS],
          [`${id} down`, DOWN_SECONDS],
        ]),
      ),
    );
    this.#plays = new TimeLeft(
      Object.fromEntries(
        ids.flatMap((id) => usual.map(([scenario, seconds]) => [`${id} ${scenario}`, seconds])),
      ),
    );
    this.shown = new RunProgress(
      ids,
      { by: 'scenario', each: scenarios.length },
      () => this.#labs.seconds() + this.#plays.seconds(),
    );
  }

  begin({ id }: Strategy): void {
    this.#current = id;
    this.#labs.begin(`${id} up`);
  }

  bringingUp(line: string): void {
    this.shown.doing(this.#current, `bringing up its lab: ${line}`);
  }

  isUp(): void {
    this.#labs.end(`${this.#current} up`);
  }

  phase({ id }: Scenario, phase: string): void {
    this.#plays.begin(`${this.#current} ${id}`);
    this.shown.doing(this.#current, `${id}, ${phaseInWords(phase)}`);
  }

  cells({ id }: Scenario, cells: readonly Cell[]): void {
    const [{ strategy }] = cells as [Cell];
    this.#plays.end(`${strategy} ${id}`);
    this.shown.add(strategy, cells);
    // One that nothing applies to has no lab that would be taken down.
    if (strategy !== this.#current && this.shown.isComplete(strategy)) this.shown.end(strategy);
  }

  takingDown(line: string): void {
    this.#labs.begin(`${this.#current} down`);
    this.shown.doing(this.#current, `taking down its lab: ${line}`);
  }

  end(): void {
    this.#labs.end(`${this.#current} down`);
    this.shown.end(this.#current);
  }
}
