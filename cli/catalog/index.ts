export * from './balancers.js';
export * from './pairs.js';
export * from './stores.js';
export * from './strategies.js';
