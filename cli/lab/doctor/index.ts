export { diagnose } from './diagnose.js';
export type { Finding } from './finding.js';
export { lookAround } from './look.js';
