import type { Invite, Lab, Run, Strategy } from '../core/index.js';
import { Findings } from './findings.js';
import { inPlayingOrder } from './order.js';
import type { Script } from './plan.js';
import { playAll, playersOf, skip } from './play.js';

export interface IsolatedPlan extends Omit<Script, 'only'> {
  /** Lends a lab that has this strategy alone, and takes it down whatever happens. Interrupted before the lab is up, it
   * fails with the signal's reason. */
  readonly withLabOf: (
    strategy: Strategy,
    play: (lab: Lab, invite: Invite) => Promise<void>,
  ) => Promise<void>;
}

/** Plays the same scenarios with one strategy after the other, each in a lab of its own, as one run. A strategy that nothing
 * applies to gets no lab. */
export async function runIsolated({ withLabOf, ...plan }: IsolatedPlan): Promise<Run> {
  const { signal, store } = plan;
  const findings = new Findings(plan.run, store);
  for (const strategy of plan.strategies) {
    if (signal.aborted) break;
    const alone = { ...plan, strategies: [strategy], only: strategy.id };
    if (plan.scenarios.every((scenario) => playersOf(alone, scenario).length === 0)) {
      for (const scenario of inPlayingOrder(plan.run, plan.scenarios)) await skip(alone, scenario, findings);
      continue;
    }
    try {
      await withLabOf(strategy, async (lab, invite) => {
        findings.learn(await lab.versions());
        await playAll({ ...alone, lab, invite }, findings);
      });
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) throw error;
    }
  }
  return findings.end(signal.aborted);
}
