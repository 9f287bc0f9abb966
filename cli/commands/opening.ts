import { findStrategy } from '../catalog/index.js';
import type { Role } from '../core/index.js';
import { checkName, notUp, openLab, type RunningLab } from '../lab/index.js';
import { type LabOptions, unknownId } from './options.js';

/** @throws LabError exit 3 where no lab of this name is up. */
export async function labThatIsUp({ dir, name }: LabOptions): Promise<RunningLab> {
  const lab = await openLab(dir, checkName(name), findStrategy);
  if (!lab) throw notUp(name);
  return lab;
}

/** @throws LabError exit 64 naming the nearest roles. */
export function checkRoles(lab: RunningLab, roles: readonly Role[]): void {
  const all = lab.roles.map((id) => ({ id }));
  for (const role of roles) if (!lab.roles.includes(role)) throw unknownId('role', role, all);
}
