import { setMaxListeners } from 'node:events';
import {
  type Cell,
  type Clock,
  type Doubt,
  type Invite,
  type Lab,
  type Mark,
  type Operation,
  type Person,
  type Run,
  type Scenario,
  type Strategy,
  seededRandom,
} from '../core/index.js';
import { Gate } from './gate.js';
import { judgeRun, judgeScenario, type Numbered } from './judge.js';
import { runScenario } from './run-scenario.js';
import type { Recorder, Stage } from './stage.js';

/** A backend has 150 workers. Any request may be on any of them, so no more than this are under way at all. */
const MAX_IN_FLIGHT = 100;

/** Where a run is kept. */
export interface RunStore extends Recorder {
  linesOf(scenario: string): Numbered<Operation | Mark | Doubt>[];
  save(run: Run): Promise<void>;
}

export interface RunPlan {
  /** The run as it begins: no cells yet. */
  readonly run: Run;
  readonly scenarios: readonly Scenario[];
  readonly strategies: readonly Strategy[];
  readonly people: readonly Person[];
  readonly lab: Lab;
  readonly clock: Clock;
  readonly invite: Invite;
  readonly store: RunStore;
  readonly signal: AbortSignal;
  readonly onPhase: (scenario: Scenario, phase: string) => void;
  readonly onCells: (scenario: Scenario, cells: readonly Cell[]) => void;
}

/** Plays the scenarios one after the other, judges each, and saves what is known after each of them. Interrupted, it heals,
 * judges what was played to its end, and returns the run marked so. */
export async function run(plan: RunPlan): Promise<Run> {
  const { scenarios, store, signal } = plan;
  // Every waiting visitor listens to it.
  setMaxListeners(0, signal);
  const stage: Stage = {
    ...plan,
    recorder: store,
    gate: new Gate(MAX_IN_FLIGHT),
    random: seededRandom(plan.run.seed),
  };
  let current = plan.run;
  const greenControls: string[] = [];
  for (const scenario of scenarios) {
    try {
      signal.throwIfAborted();
      await runScenario({ ...stage, strategies: playing(plan, scenario) }, scenario);
    } catch (error) {
      if (!signal.aborted) throw error;
      current = { ...current, interrupted: true };
      break;
    }
    const row = judgeScenario({
      ...plan,
      scenario,
      ...surroundings(plan),
      lines: store.linesOf(scenario.id),
    });
    greenControls.push(...row.greenControls);
    current = { ...current, cells: [...current.cells, ...row.cells] };
    await store.save({ ...current, cells: judgeRun(current.cells, greenControls) });
    plan.onCells(scenario, row.cells);
  }
  const ended = {
    ...current,
    cells: judgeRun(current.cells, greenControls),
    ended: new Date().toISOString(),
  };
  await store.save(ended);
  return ended;
}

const surroundings = ({ lab, run }: RunPlan) => ({
  servers: lab.backends.map(({ address }) => address),
  settings: run.settings,
});

/** Strategies to which the scenario applies. */
function playing(plan: RunPlan, scenario: Scenario): Strategy[] {
  const { people } = plan;
  return plan.strategies.filter(
    (strategy) => scenario.notApplicable?.({ strategy, people, ...surroundings(plan) }) === undefined,
  );
}
