import { type Cell, compareVerdicts, type Run } from '../core/index.js';

/** How a cell stands to what was expected of it. `different`: seen and expected have no order (`n/a` is one of them);
 * `unjudged`: the verdict is `unknown`; `open`: nobody expected anything. */
export type Standing = 'as-expected' | 'worse' | 'better' | 'different' | 'unjudged' | 'open';

export interface Place {
  readonly scenario: string;
  readonly strategy: string;
}

/** A run as a table: every format draws this one, so that all of them show and count the same cells. */
export interface Matrix {
  readonly scenarios: readonly string[];
  readonly strategies: readonly string[];
  /** Judged cells, row by row. */
  readonly cells: readonly Cell[];
  /** Places of the table that have no cell. */
  readonly missing: readonly Place[];
  readonly at: (scenario: string, strategy: string) => Cell | undefined;
}

/** Rows and columns in the run's own order; what only a cell names is appended. */
export function arrange(run: Run): Matrix {
  const scenarios = [...new Set([...run.scenarios, ...run.cells.map((cell) => cell.scenario)])];
  const strategies = [...new Set([...run.strategies, ...run.cells.map((cell) => cell.strategy)])];
  const byPlace = new Map(run.cells.map((cell) => [key(cell), cell]));
  const at = (scenario: string, strategy: string) => byPlace.get(key({ scenario, strategy }));
  const places = scenarios.flatMap((scenario) => strategies.map((strategy) => ({ scenario, strategy })));
  return {
    scenarios,
    strategies,
    cells: places.flatMap(({ scenario, strategy }) => at(scenario, strategy) ?? []),
    missing: places.filter(({ scenario, strategy }) => !at(scenario, strategy)),
    at,
  };
}

const key = ({ scenario, strategy }: Place): string => JSON.stringify([scenario, strategy]);

export function standing({ verdict, expected }: Cell): Standing {
  if (verdict === 'unknown') return 'unjudged';
  if (expected === null) return 'open';
  if (verdict === expected) return 'as-expected';
  const compared = compareVerdicts(verdict, expected);
  return compared === 'worse' || compared === 'better' ? compared : 'different';
}

/** Something that a reader should look at first. */
export const isSurprise = (cell: Cell): boolean => !['as-expected', 'open'].includes(standing(cell));
