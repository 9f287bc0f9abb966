import type { Scenario } from '../../../cli/core/index.js';
import { scenarios } from '../../../scenarios/index.js';

const IDS = [
  'calm',
  'read-your-write',
  'parallel-writes',
  'backend-crashes',
  'store-restarts',
  'store-crashes',
  'address-changes',
  'shared-address',
];

/** What a world without containers can play: nothing vanishes there, freezes or is made anew, and settings change nothing. */
export const playable: readonly Scenario[] = scenarios.filter(({ id }) => IDS.includes(id));
