import type { Breakable, FaultEffect, Role } from '../core/index.js';
import { comeBack } from './come-back.js';

/** Does something after which other processes must serve the role than before, and looks whether they do. */
export async function replaced(lab: Breakable, role: Role, act: () => Promise<void>): Promise<FaultEffect> {
  const before = await lab.incarnation(role);
  await act();
  await comeBack(lab, role);
  const inForce = (await lab.incarnation(role)) !== before;
  return { inForce, seen: `${role} answers, served by ${inForce ? 'other' : 'the same'} processes` };
}
