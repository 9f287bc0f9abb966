import {
  type Mark,
  messageOf,
  type Operation,
  type Phase,
  type Scenario,
  type Visitor,
} from '../core/index.js';
import { doubt } from './doubt.js';
import { settle } from './settle.js';
import { backendRoles, type Stage } from './stage.js';
import { strike } from './strike.js';
import { walk } from './walk.js';
import { workersFree } from './workers.js';

const READY_DEADLINE_MS = 20_000;

/**
 * Plays one scenario with all strategies at once and records what happens. What goes wrong with the experiment is
 * recorded as a doubt; only an interruption is thrown, after healing.
 */
export async function runScenario(stage: Stage, scenario: Scenario): Promise<void> {
  const since = new Date();
  const visitors = stage.people.flatMap((person) =>
    stage.strategies.map((strategy) => stage.invite(person, strategy)),
  );
  try {
    await reset(stage, scenario);
    await observe(stage, scenario, visitors, 'arrange');
    const before = await observe(stage, scenario, visitors, 'calm');
    if (scenario.fault) {
      await underFault(stage, scenario, visitors);
      stage.onPhase(scenario, 'settle');
      await settle(stage, scenario, visitors, before);
    }
    await workersFree(stage, scenario);
    if (scenario.fault) mark(stage, scenario, 'settled');
    await observe(stage, scenario, visitors, 'after');
    // A backend that nobody happened to need in the end must be there all the same.
    await stage.lab.ready(READY_DEADLINE_MS);
    for (const line of await stage.lab.alerts(since)) doubt(stage, scenario, `nginx wrote an alert: ${line}`);
  } catch (error) {
    // An interruption is no doubt; what could not be healed after it is.
    if (!stage.signal.aborted || error !== stage.signal.reason) doubt(stage, scenario, messageOf(error));
    stage.signal.throwIfAborted();
  } finally {
    for (const visitor of visitors) visitor.leave();
  }
}

async function reset(stage: Stage, scenario: Scenario): Promise<void> {
  stage.onPhase(scenario, 'reset');
  await stage.lab.reset();
  await stage.lab.ready(READY_DEADLINE_MS);
  mark(stage, scenario, 'reset');
}

function observe(
  stage: Stage,
  scenario: Scenario,
  visitors: readonly Visitor[],
  phase: Phase,
): Promise<Operation[]> {
  stage.onPhase(scenario, phase);
  return walk(stage, scenario, visitors, phase);
}

/** The visitors stand between two requests when the fault is injected and when it is healed. */
async function underFault(stage: Stage, scenario: Scenario, visitors: readonly Visitor[]): Promise<void> {
  const { kind, roles } = scenario.fault!;
  const hit = roles(stage.strategies, backendRoles(stage));
  stage.onPhase(scenario, `fault: ${kind.id} ${hit.join(', ')}`);
  const struck = await strike(stage.lab, kind, hit);
  try {
    const without = struck.effects.filter((effect) => !effect.inForce);
    mark(stage, scenario, 'fault', struck.effects.map((effect) => effect.seen).join('; '));
    if (without.length > 0)
      doubt(stage, scenario, `the fault did not happen: ${without.map((e) => e.seen).join('; ')}`);
    else await observe(stage, scenario, visitors, 'fault');
  } finally {
    stage.onPhase(scenario, 'heal');
    await struck.heal();
    mark(stage, scenario, 'healed');
  }
}

function mark(stage: Stage, scenario: Scenario, name: Mark['mark'], detail?: string): void {
  stage.recorder.write({
    kind: 'mark',
    t: Math.round(stage.clock.now() * 10) / 10,
    scenario: scenario.id,
    mark: name,
    ...(detail && { detail }),
  });
}
