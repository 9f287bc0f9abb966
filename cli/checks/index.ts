export { failed, hung, numbers } from './numbers.js';
export { survey, type Visit } from './survey.js';
export { survival } from './survival.js';
