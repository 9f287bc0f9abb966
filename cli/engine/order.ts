import { type Cell, type Run, type Scenario, seededRandom, shuffled } from '../core/index.js';

/** The scenarios in an order of chance, so that none always comes after the same other one. It follows from the seed and
 * from which scenarios they are. */
export const shuffledBySeed = (scenarios: readonly Scenario[], seed: number): Scenario[] =>
  shuffled(
    scenarios.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    seededRandom(seed),
  );

/** The scenarios as the run has them played: in its order, where it names one. */
export const inPlayingOrder = ({ order }: Run, scenarios: readonly Scenario[]): readonly Scenario[] =>
  order ? scenarios.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)) : scenarios;

/** The cells row by row, as the run's table has them. */
export const inTableOrder = ({ scenarios, strategies }: Run, cells: readonly Cell[]): Cell[] =>
  cells.toSorted(
    (a, b) =>
      scenarios.indexOf(a.scenario) - scenarios.indexOf(b.scenario) ||
      strategies.indexOf(a.strategy) - strategies.indexOf(b.strategy),
  );
