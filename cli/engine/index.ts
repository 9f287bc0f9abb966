export { startClock } from './clock.js';
export { shuffledBySeed } from './order.js';
export { exitCodeOf, ISOLATED_NOTE, missingControls, nothingToBreak } from './outcome.js';
export type { RunPlan, RunStore } from './plan.js';
export { rejudge } from './rejudge.js';
export { run } from './run.js';
export { type IsolatedPlan, runIsolated } from './run-isolated.js';
export { healAll, strike } from './strike.js';
