import type { Breakable, FaultKind, Role } from '../core/index.js';
import { crash } from './crash.js';
import { cut } from './cut.js';
import { fill } from './fill.js';
import { freeze } from './freeze.js';
import { redeploy } from './redeploy.js';
import { reload } from './reload.js';
import { restart } from './restart.js';
import { scale } from './scale.js';
import { vanish } from './vanish.js';

export { crash, cut, fill, freeze, redeploy, reload, restart, scale, vanish };

export const faults: readonly FaultKind[] = [
  crash,
  vanish,
  restart,
  redeploy,
  freeze,
  cut,
  fill,
  reload,
  scale,
];

export const findFault = (id: string): FaultKind | undefined => faults.find((fault) => fault.id === id);

/** The roles of a lab that a fault can hit, and one that would join by it. */
export const hits = (
  fault: FaultKind,
  lab: Breakable & { readonly roles: readonly Role[] },
): readonly Role[] => fault.targets?.(lab) ?? lab.roles.filter((role) => fault.appliesTo(role));
