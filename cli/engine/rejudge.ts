import type { Cell, Run, Scenario, Strategy } from '../core/index.js';
import { castOf } from './cast.js';
import { judgeRun, judgeScenario, type ScenarioEvidence } from './judge.js';

/** Judges a saved run again from its evidence, for the scenarios of which there is any. */
export function rejudge(
  run: Run,
  lines: ScenarioEvidence['lines'],
  scenarios: readonly Scenario[],
  strategies: readonly Strategy[],
): Cell[] {
  const played = scenarios.filter((scenario) => lines.some((line) => line.scenario === scenario.id));
  const rows = played.map((scenario) =>
    judgeScenario({
      scenario,
      strategies,
      people: castOf(scenario, run),
      servers: run.backends,
      run,
      lines: lines.filter((line) => line.scenario === scenario.id),
    }),
  );
  return judgeRun(
    rows.flatMap((row) => row.cells),
    rows.flatMap((row) => row.greenControls),
  );
}
