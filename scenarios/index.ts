import type { Scenario } from '../cli/core/index.js';
import { addressChanges } from './address-changes.js';
import { backendCrashes } from './backend-crashes.js';
import { calm } from './calm.js';
import { parallelWrites } from './parallel-writes.js';
import { readYourWrite } from './read-your-write.js';
import { sharedAddress } from './shared-address.js';
import { storeRestarts } from './store-restarts.js';

/** In the order in which tables show them. */
export const scenarios: readonly Scenario[] = [
  calm,
  readYourWrite,
  parallelWrites,
  backendCrashes,
  storeRestarts,
  addressChanges,
  sharedAddress,
];
