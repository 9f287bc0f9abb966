import { setMaxListeners } from 'node:events';
import { type Scenario, type Strategy, seededRandom } from '../core/index.js';
import { castOf } from './cast.js';
import { whyNot } from './expectation.js';
import type { Findings } from './findings.js';
import { Gate } from './gate.js';
import { judgeScenario } from './judge.js';
import { linesAbout } from './lines.js';
import { inPlayingOrder } from './order.js';
import type { RunPlan, Script } from './plan.js';
import { runScenario } from './run-scenario.js';
import type { Stage } from './stage.js';

/** A backend has 150 workers. Any request may be on any of them, so no more than this are under way at all. */
const MAX_IN_FLIGHT = 100;

/** Plays the scenarios one after the other and judges each as soon as it is over; ends where it is interrupted, without
 * judging the scenario of which it has seen a part only. What a scenario set for itself is undone. */
export async function playAll(plan: RunPlan, findings: Findings): Promise<void> {
  try {
    await playEach(plan, findings);
  } finally {
    await plan.lab.apply({});
  }
}

async function playEach(plan: RunPlan, findings: Findings): Promise<void> {
  const { signal } = plan;
  // Every waiting visitor listens to it.
  setMaxListeners(0, signal);
  const random = seededRandom(plan.run.seed);
  for (const scenario of inPlayingOrder(plan.run, plan.scenarios)) {
    if (signal.aborted) return;
    const strategies = playersOf(plan, scenario);
    if (strategies.length === 0) {
      await skip(plan, scenario, findings);
      continue;
    }
    try {
      await runScenario(stageFor(plan, scenario, strategies, random), scenario);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    await judge(plan, scenario, findings);
  }
}

/** The strategies that are played in a scenario. */
export function playersOf(script: Script, scenario: Scenario): Strategy[] {
  const { servers, people } = surroundings(script, scenario);
  const settings = { ...script.run.settings, ...scenario.settings };
  return script.strategies.filter(
    (strategy) => whyNot(scenario, { strategy, servers, people, settings }, script.run) === undefined,
  );
}

/** Nobody plays: every cell says why. */
export const skip = (script: Script, scenario: Scenario, findings: Findings): Promise<void> =>
  judge(script, scenario, findings, 'skipped');

async function judge(
  script: Script,
  scenario: Scenario,
  findings: Findings,
  end: 'judged' | 'skipped' = 'judged',
): Promise<void> {
  const { store, clock, only } = script;
  const by = only === undefined ? {} : { strategy: only };
  // Lets a saved run tell what was played to its end from what was interrupted.
  store.write({ kind: 'mark', t: Math.round(clock.now()), scenario: scenario.id, ...by, mark: end });
  const row = judgeScenario({
    ...script,
    ...surroundings(script, scenario),
    scenario,
    lines: linesAbout(store.linesOf(scenario.id), only),
  });
  store.forget(scenario.id);
  await findings.add(row);
  script.onCells(scenario, row.cells);
}

/** As they are when nothing is broken, so that a saved run can be judged again. */
const surroundings = ({ run, people }: Script, scenario: Scenario) => ({
  people: castOf(scenario, run, people),
  servers: run.backends,
});

function stageFor(
  plan: RunPlan,
  scenario: Scenario,
  strategies: readonly Strategy[],
  random: () => number,
): Stage {
  return {
    ...plan,
    people: surroundings(plan, scenario).people,
    strategies,
    recorder: plan.store,
    gate: new Gate(scenario.inFlight ?? MAX_IN_FLIGHT),
    random,
  };
}
