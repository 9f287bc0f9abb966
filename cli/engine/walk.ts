import type { Operation, Scenario, Step, Visitor, VisitPhase } from '../core/index.js';
import type { Stage } from './stage.js';

/** A visitor pauses at least this long between two requests, so that what he wrote has arrived wherever it is kept. */
export const PAUSE_MS = 200;
/** And up to this much longer: where 24 visitors in step meet a round robin over 3 backends, each would have his own. */
const JITTER_MS = 50;

/** All visitors make their steps of a phase, side by side; returns when every one of them stands still again. */
export async function walk(
  stage: Stage,
  scenario: Scenario,
  visitors: readonly Visitor[],
  phase: VisitPhase,
): Promise<Operation[]> {
  const operations = await Promise.all(
    visitors.map(async (visitor, i) => {
      const done: Operation[] = [];
      // Not all in the same moment: visitors do not come in step.
      await stage.clock.sleep((PAUSE_MS * i) / visitors.length, stage.signal);
      for (const move of moves(scenario.journey[phase](visitor.person))) {
        const made = await act(stage, visitor, move, { scenario: scenario.id, phase });
        done.push(...made);
        if (scenario.isLost && made.some(scenario.isLost)) break;
        await stage.clock.sleep(PAUSE_MS + JITTER_MS * stage.random(), stage.signal);
      }
      return done;
    }),
  );
  return operations.flat();
}

/** Steps between which there is no pause, together. */
function moves(steps: readonly Step[]): Step[][] {
  const all: Step[][] = [];
  for (const [i, step] of steps.entries()) {
    if (steps[i - 1]?.atOnce) all.at(-1)!.push(step);
    else all.push([step]);
  }
  return all;
}

/** The requests of one move, on record. It keeps its places until its last answer: neither a request that follows at once
 * nor one of several side by side has to wait for other visitors. */
export function act(
  { gate, recorder }: Stage,
  visitor: Visitor,
  move: readonly Step[],
  where: { readonly scenario: string; readonly phase: VisitPhase },
): Promise<Operation[]> {
  const one = async (step: Step): Promise<Operation> => {
    const operation = await visitor.act(step, where);
    recorder.write(operation);
    return operation;
  };
  const places = Math.max(...move.map(({ parallel = 1 }) => parallel));
  return gate.pass(async () => {
    const done: Operation[] = [];
    for (const step of move)
      done.push(...(await Promise.all(Array.from({ length: step.parallel ?? 1 }, () => one(step)))));
    return done;
  }, places);
}
