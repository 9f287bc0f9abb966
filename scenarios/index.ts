import type { Scenario } from '../cli/core/index.js';
import { backendCrashes } from './backend-crashes.js';
import { calm } from './calm.js';
import { storeRestarts } from './store-restarts.js';

/** In the order in which tables show them. */
export const scenarios: readonly Scenario[] = [calm, backendCrashes, storeRestarts];
