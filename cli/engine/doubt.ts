import type { Scenario } from '../core/index.js';
import type { Stage } from './stage.js';

/** Puts on record that the row, or the cell of one strategy, cannot be believed. */
export function doubt(
  stage: Stage,
  scenario: Scenario,
  reason: string,
  strategy: string | undefined = stage.only,
): void {
  stage.recorder.write({
    kind: 'doubt',
    t: Math.round(stage.clock.now()),
    scenario: scenario.id,
    ...(strategy !== undefined && { strategy }),
    reason,
  });
}
