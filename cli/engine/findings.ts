import type { Run } from '../core/index.js';
import { judgeRun, type Row } from './judge.js';
import { inTableOrder } from './order.js';

/** What a run has found so far. It is saved whenever there is more of it. */
export class Findings {
  #rows: readonly Row[] = [];

  constructor(
    private begun: Run,
    private readonly store: { save(run: Run): Promise<void> },
  ) {}

  async add(row: Row): Promise<void> {
    this.#rows = [...this.#rows, row];
    await this.store.save(this.#run());
  }

  /** Versions of what a lab has that came up only now. */
  learn(versions: Run['versions']): void {
    this.begun = { ...this.begun, versions: { ...this.begun.versions, ...versions } };
  }

  async end(interrupted: boolean): Promise<Run> {
    const ended: Run = {
      ...this.#run(),
      ended: new Date().toISOString(),
      ...(interrupted && { interrupted: true }),
    };
    await this.store.save(ended);
    return ended;
  }

  #run(): Run {
    return { ...this.begun, cells: cellsOf(this.begun, this.#rows) };
  }
}

/** The cells of all rows, in the order of tables; none is believed where a negative control of any row stayed green. */
export const cellsOf = (run: Run, rows: readonly Row[]) =>
  judgeRun(
    inTableOrder(
      run,
      rows.flatMap(({ cells }) => cells),
    ),
    rows.flatMap(({ greenControls }) => greenControls),
  );
