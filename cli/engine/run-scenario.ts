import {
  type FaultEffect,
  type Mark,
  messageOf,
  type Operation,
  type Role,
  type Scenario,
  type Visitor,
  type VisitPhase,
  type Wave,
} from '../core/index.js';
import { collectLedgers } from './collect.js';
import { doubt } from './doubt.js';
import { mark } from './mark.js';
import { provoke } from './provoke.js';
import { READY_DEADLINE_MS, reset } from './reset.js';
import { settle } from './settle.js';
import { backendRoles, type Stage } from './stage.js';
import { strike } from './strike.js';
import { walk } from './walk.js';
import { workersFree } from './workers.js';

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
    await visit(stage, scenario, visitors);
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

async function visit(stage: Stage, scenario: Scenario, visitors: readonly Visitor[]): Promise<void> {
  await observe(stage, scenario, visitors, 'arrange');
  const before = await observe(stage, scenario, visitors, 'calm');
  if (scenario.provocation) {
    await provoke(stage, scenario, visitors);
    await observe(stage, scenario, visitors, 'fault');
    mark(stage, scenario, 'healed');
  }
  const lookAfter = () => observeAfter(stage, scenario, visitors, before);
  const { waves, stays } = scenario.fault ?? {};
  for (const wave of waves?.(stage.strategies, backendRoles(stage)) ?? [])
    await underFault(stage, scenario, visitors, wave, stays ? lookAfter : undefined);
  if (!stays) await lookAfter();
  await collectLedgers(stage, scenario);
}

/** Whatever was broken: is everything back, and what is left of the sessions? */
async function observeAfter(
  stage: Stage,
  scenario: Scenario,
  visitors: readonly Visitor[],
  before: readonly Operation[],
): Promise<void> {
  const disturbed = scenario.fault !== undefined || scenario.provocation !== undefined;
  if (disturbed) {
    stage.onPhase(scenario, 'settle');
    await settle(stage, scenario, visitors, before);
  }
  await workersFree(stage, scenario);
  if (disturbed) mark(stage, scenario, 'settled');
  await observe(stage, scenario, visitors, 'after');
}

function observe(
  stage: Stage,
  scenario: Scenario,
  visitors: readonly Visitor[],
  phase: VisitPhase,
): Promise<Operation[]> {
  stage.onPhase(scenario, phase);
  return walk(stage, scenario, visitors, phase);
}

/** One wave: injected, lived with, and healed whatever happens. */
async function underFault(
  stage: Stage,
  scenario: Scenario,
  visitors: readonly Visitor[],
  { kind, roles }: Wave,
  lookAfter: () => Promise<void> = async () => {},
): Promise<void> {
  const { afterMs, atLeastMs = 0 } = scenario.fault!;
  await collectLedgers(stage, scenario);
  stage.onPhase(scenario, `fault: ${kind.id} ${roles.join(', ')}`);
  const underWay = afterMs === undefined ? undefined : observe(stage, scenario, visitors, 'fault');
  // It is awaited below; where striking fails first, nobody is left to hear of it.
  underWay?.catch(() => {});
  if (afterMs !== undefined) await stage.clock.sleep(afterMs, stage.signal);
  // After an interruption nothing more is broken, not even by a next wave.
  stage.signal.throwIfAborted();
  const begun = stage.clock.now();
  const struck = await strike(stage.lab, kind, roles);
  try {
    const end = stage.clock.now() + atLeastMs;
    const without = struck.effects.filter((effect) => !effect.inForce);
    mark(stage, scenario, 'fault', {
      at: begun,
      detail: struck.effects.map((effect) => effect.seen).join('; '),
      ...countedOf(roles, struck.effects),
    });
    if (without.length > 0)
      doubt(stage, scenario, `the fault did not happen: ${without.map((e) => e.seen).join('; ')}`);
    else {
      await (underWay ?? observe(stage, scenario, visitors, 'fault'));
      await stage.clock.sleep(Math.max(0, end - stage.clock.now()), stage.signal);
      await lookAfter();
      await collectLedgers(stage, scenario);
    }
  } finally {
    stage.onPhase(scenario, 'heal');
    await underWay?.catch(() => {});
    await struck.heal();
    mark(stage, scenario, 'healed');
  }
}

function countedOf(roles: readonly Role[], effects: readonly FaultEffect[]): Pick<Mark, 'numbers'> {
  const counted = roles.flatMap((role, i) => {
    const { numbers } = effects[i]!;
    return numbers ? [[role, numbers] as const] : [];
  });
  return counted.length > 0 ? { numbers: Object.fromEntries(counted) } : {};
}
