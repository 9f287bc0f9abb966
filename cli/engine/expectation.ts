import { type Case, type Expectation, messageOf, type Run, type Scenario } from '../core/index.js';

/** What of a run decides what is expected of its strategies. */
export type Circumstances = Pick<Run, 'settings' | 'unavailable' | 'replaced'>;

/** The reason why a strategy is not played in a scenario, if it is not. */
export const whyNot = (scenario: Scenario, here: Case, { unavailable }: Circumstances): string | undefined =>
  unavailable?.[here.strategy.id] ?? scenario.notApplicable?.(here);

/** What is expected, or why nothing is. */
export function expectationOf(scenario: Scenario, here: Case, { replaced }: Circumstances): Expectation {
  const known = [...(scenario.knownSettings ?? []), ...Object.keys(scenario.settings ?? {})];
  const unknown = Object.keys(here.settings).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    return { verdict: null, because: `what follows from ${unknown.join(', ')} is not known` };
  if (
    here.strategy.balancer.method.startsWith('consistent_hash') &&
    replaced?.['consistent_hash'] !== undefined
  )
    return { verdict: null, because: 'another consistent_hash module: its ring is not known' };
  try {
    return scenario.expect(here);
  } catch (error) {
    return { verdict: null, because: `the expectation could not be computed (${messageOf(error)})` };
  }
}
