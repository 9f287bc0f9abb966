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
import { castOf } from './cast.js';
import { whyNot } from './expectation.js';
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
  /** Who takes part where a scenario does not say otherwise. */
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
  const random = seededRandom(plan.run.seed);
  let current = plan.run;
  const greenControls: string[] = [];
  for (const scenario of scenarios) {
    try {
      signal.throwIfAborted();
      await runScenario(stageFor(plan, scenario, random), scenario);
    } catch (error) {
      if (!signal.aborted) throw error;
      current = { ...current, interrupted: true };
      break;
    }
    const row = judgeScenario({
      ...plan,
      ...surroundings(plan, scenario),
      scenario,
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

const surroundings = ({ lab, run, people }: RunPlan, scenario: Scenario) => ({
  people: castOf(scenario, run, people),
  servers: lab.backends.map(({ address }) => address),
});

/** With the strategies that are played in the scenario. */
function stageFor(plan: RunPlan, scenario: Scenario, random: () => number): Stage {
  const here = { ...surroundings(plan, scenario), settings: plan.run.settings };
  return {
    ...plan,
    people: here.people,
    strategies: plan.strategies.filter(
      (strategy) => whyNot(scenario, { strategy, ...here }, plan.run) === undefined,
    ),
    recorder: plan.store,
    gate: new Gate(scenario.inFlight ?? MAX_IN_FLIGHT),
    random,
  };
}
