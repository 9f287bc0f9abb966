import { type Person, people, type Run, type Scenario, type Strategy } from '../core/index.js';

/** Who takes part in a scenario. It follows from the run's number of visitors and its seed, so that a saved run can be
 * judged again. */
export const castOf = (
  scenario: Scenario,
  { visitors, seed }: Run,
  everybody: readonly Person[] = people(visitors, seed),
): readonly Person[] => scenario.people?.(visitors, seed) ?? everybody;

/** Strategies that can be played in this lab. */
export const available = (strategies: readonly Strategy[], unavailable: Run['unavailable']): Strategy[] =>
  strategies.filter(({ id }) => unavailable?.[id] === undefined);
