import type { Scenario } from '../core/index.js';
import type { Stage } from './stage.js';

/** Puts on record what the backends' ledgers say was executed. Visitors stand still, and everybody has been answered: what was
 * acknowledged must stand there. */
export async function collectLedgers(stage: Stage, scenario: Scenario): Promise<void> {
  const t = Math.round(stage.clock.now() * 10) / 10;
  for (const page of await stage.lab.takeLedgers())
    stage.recorder.write({
      kind: 'ledger',
      t,
      scenario: scenario.id,
      ...(stage.only !== undefined && { strategy: stage.only }),
      ...page,
    });
}
