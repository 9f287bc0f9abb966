import type { Scenario } from '../cli/core/index.js';
import { addressChanges } from './address-changes.js';
import { backendCrashes } from './backend-crashes.js';
import { backendJoins } from './backend-joins.js';
import { backendLeaves } from './backend-leaves.js';
import { backendRedeployed } from './backend-redeployed.js';
import { backendVanishes } from './backend-vanishes.js';
import { calm } from './calm.js';
import { edgeCrashes } from './edge-crashes.js';
import { edgeReloads } from './edge-reloads.js';
import { oneBadAnswer } from './one-bad-answer.js';
import { parallelWrites } from './parallel-writes.js';
import { postInFlight } from './post-in-flight.js';
import { readYourWrite } from './read-your-write.js';
import { rollingDeploy } from './rolling-deploy.js';
import { sharedAddress } from './shared-address.js';
import { storeCrashes } from './store-crashes.js';
import { storeCrashesStrict } from './store-crashes-strict.js';
import { storeCutOff } from './store-cut-off.js';
import { storeFills } from './store-fills.js';
import { storeFreezes } from './store-freezes.js';
import { storeNodeDies } from './store-node-dies.js';
import { storeRestarts } from './store-restarts.js';
import { storeVanishes } from './store-vanishes.js';

/** In the order in which tables show them. */
export const scenarios: readonly Scenario[] = [
  calm,
  readYourWrite,
  parallelWrites,
  backendCrashes,
  backendVanishes,
  backendRedeployed,
  rollingDeploy,
  backendJoins,
  backendLeaves,
  oneBadAnswer,
  postInFlight,
  edgeReloads,
  edgeCrashes,
  storeRestarts,
  storeCrashes,
  storeCrashesStrict,
  storeVanishes,
  storeNodeDies,
  storeFreezes,
  storeCutOff,
  storeFills,
  addressChanges,
  sharedAddress,
];
