import type { FaultKind, Scenario, ScenarioFault } from '../../../cli/core/index.js';
import { runScenario } from '../../../cli/engine/run-scenario.js';
import { aFault, aScenario, aStage, type FakeStage, type Given } from './fakes.js';

export interface Spell {
  readonly stage: FakeStage;
  readonly kind: FaultKind;
  readonly scenario: Scenario;
}

/** A stage with six people, and a scenario with a fault on backend-1 that says what it does into the stage's log. */
export function underSpell(
  given: Given = {},
  kindOf: Partial<FaultKind> = {},
  faultOf: Partial<ScenarioFault> = {},
): Spell {
  const stage = aStage({ people: 6, ...given });
  const kind = aFault(stage.log, kindOf);
  const fault = { waves: () => [{ kind, roles: ['backend-1'] }], ...faultOf };
  return { stage, kind, scenario: aScenario({ fault }) };
}

/** Plays such a scenario. */
export async function play(...given: Parameters<typeof underSpell>): Promise<FakeStage> {
  const { stage, scenario } = underSpell(...given);
  await runScenario(stage, scenario);
  return stage;
}

/** What was done on the stage, but for visitors who leave. */
export const deeds = ({ log }: FakeStage): string[] => log.filter((line) => !line.startsWith('leave'));
/** Numbers of those who left; 0 is the witness of a reset. */
export const left = ({ log }: FakeStage): number[] =>
  log.flatMap((line) => (line.startsWith('leave') ? Number(line.slice(6)) : [])).sort((a, b) => a - b);
export const marks = (stage: FakeStage): string[] => stage.marks().map(({ mark }) => mark);
export const reasons = (stage: FakeStage): string[] => stage.doubts().map(({ reason }) => reason);
