export { concurrency } from './concurrency.js';
export { evenLoad } from './even-load.js';
export { freshness } from './freshness.js';
export { measuring } from './measuring.js';
export { moves } from './moves.js';
export { failed, hung, numbers } from './numbers.js';
export { spread } from './spread.js';
export { survey, type Visit } from './survey.js';
export { survival } from './survival.js';
