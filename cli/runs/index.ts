export * from './read.js';
export { RunFolder } from './write.js';
