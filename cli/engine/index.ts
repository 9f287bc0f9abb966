export { startClock } from './clock.js';
export { exitCodeOf, missingControls } from './outcome.js';
export { rejudge } from './rejudge.js';
export { type RunPlan, type RunStore, run } from './run.js';
export { healAll, strike } from './strike.js';
