export { carryOut } from './carry-out.js';
export type { DockerFacts, Facts } from './facts.js';
export { look } from './look.js';
export { lookForDocker } from './look-docker.js';
export { missingDocker, whyNoDocker } from './missing.js';
export { type Plan, plan } from './plan.js';
export { type SetUpOptions, setUp } from './set-up.js';
export { describeStep, type Step } from './steps.js';
