import type { Mark, Scenario } from '../core/index.js';
import type { Stage } from './stage.js';

/** Puts on record what the engine did, on the clock of the operations. */
export function mark(
  stage: Stage,
  scenario: Scenario,
  name: Mark['mark'],
  { at = stage.clock.now(), ...more }: { readonly at?: number } & Pick<Mark, 'detail' | 'numbers'> = {},
): void {
  stage.recorder.write({
    kind: 'mark',
    t: Math.round(at * 10) / 10,
    scenario: scenario.id,
    ...(stage.only !== undefined && { strategy: stage.only }),
    mark: name,
    ...more,
  });
}
