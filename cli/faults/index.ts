import type { FaultKind } from '../core/index.js';
import { crash } from './crash.js';
import { freeze } from './freeze.js';
import { redeploy } from './redeploy.js';
import { reload } from './reload.js';
import { restart } from './restart.js';
import { vanish } from './vanish.js';

export { crash, freeze, redeploy, reload, restart, vanish };

export const faults: readonly FaultKind[] = [crash, vanish, restart, redeploy, freeze, reload];

export const findFault = (id: string): FaultKind | undefined => faults.find((fault) => fault.id === id);
