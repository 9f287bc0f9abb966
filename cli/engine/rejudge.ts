import type { Cell, Run, Scenario, Strategy } from '../core/index.js';
import { castOf } from './cast.js';
import { cellsOf } from './findings.js';
import { judgeScenario, type Row, type ScenarioEvidence } from './judge.js';
import { isOver, linesAbout } from './lines.js';

/** Judges a saved run again from its evidence, for the scenarios that were played to their end. */
export function rejudge(
  run: Run,
  lines: ScenarioEvidence['lines'],
  scenarios: readonly Scenario[],
  strategies: readonly Strategy[],
): Cell[] {
  const rows = scenarios.flatMap((scenario) => {
    const own = lines.filter((line) => line.scenario === scenario.id);
    const judged = (who: readonly Strategy[], seen: ScenarioEvidence['lines']): Row[] =>
      isOver(run, seen)
        ? [
            judgeScenario({
              scenario,
              strategies: who,
              people: castOf(scenario, run),
              servers: run.backends,
              run,
              lines: seen,
            }),
          ]
        : [];
    return run.isolated
      ? strategies.flatMap((strategy) => judged([strategy], linesAbout(own, strategy.id)))
      : judged(strategies, own);
  });
  return cellsOf(run, rows);
}
