import type { Run } from '../core/index.js';
import { Findings } from './findings.js';
import type { RunPlan } from './plan.js';
import { playAll } from './play.js';

/** Plays the scenarios with all strategies in one lab, judges each, and saves what is known after each of them.
 * Interrupted, it heals, judges what was played to its end, and returns the run marked so. */
export async function run(plan: RunPlan): Promise<Run> {
  const findings = new Findings(plan.run, plan.store);
  await playAll(plan, findings);
  return findings.end(plan.signal.aborted);
}
