import type { Scenario, Visitor } from '../core/index.js';
import { doubt } from './doubt.js';
import { mark } from './mark.js';
import type { Stage } from './stage.js';
import { act } from './walk.js';

/** Visitor 1 of each strategy provokes answers that break something, while all others stand still. */
export async function provoke(stage: Stage, scenario: Scenario, visitors: readonly Visitor[]): Promise<void> {
  stage.onPhase(scenario, 'fault: visitor 1');
  mark(stage, scenario, 'fault', { detail: 'visitor 1' });
  const provokers = visitors.filter(({ person }) => person.number === 1);
  await Promise.all(
    provokers.map(async (visitor) => {
      const answers = await act(stage, visitor, scenario.provocation!, {
        scenario: scenario.id,
        phase: 'fault',
      });
      const good = answers.find(({ status }) => status === undefined || status < 500);
      if (good)
        doubt(
          stage,
          scenario,
          `the fault did not happen: ${good.path} was answered ${good.status ?? 'not at all'}`,
          visitor.strategy.id,
        );
    }),
  );
}
