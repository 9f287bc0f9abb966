import type { Operation, Phase, Step, Visitor } from '../core/index.js';
import type { Stage } from './stage.js';

/** A visitor pauses at least this long between two requests, so that what he wrote has arrived wherever it is kept. */
export const PAUSE_MS = 200;
/** And up to this much longer: where 24 visitors in step meet a round robin over 3 backends, each would have his own. */
const JITTER_MS = 50;

/** All visitors make their steps, side by side; returns when every one of them stands still again. */
export async function walk(
  stage: Stage,
  visitors: readonly Visitor[],
  where: { readonly scenario: string; readonly phase: Phase },
  stepsOf: (visitor: Visitor) => readonly Step[],
): Promise<Operation[]> {
  const operations = await Promise.all(
    visitors.map(async (visitor, i) => {
      const done: Operation[] = [];
      // Not all in the same moment: visitors do not come in step.
      await stage.clock.sleep((PAUSE_MS * i) / visitors.length, stage.signal);
      for (const step of stepsOf(visitor)) {
        done.push(await act(stage, visitor, step, where));
        await stage.clock.sleep(PAUSE_MS + JITTER_MS * stage.random(), stage.signal);
      }
      return done;
    }),
  );
  return operations.flat();
}

/** One request, on record. */
export async function act(
  { gate, recorder }: Stage,
  visitor: Visitor,
  step: Step,
  where: { readonly scenario: string; readonly phase: Phase },
): Promise<Operation> {
  const operation = await gate.pass(() => visitor.act(step, where));
  recorder.write(operation);
  return operation;
}
