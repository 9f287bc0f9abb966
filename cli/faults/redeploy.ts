import { type Breakable, type FaultEffect, type FaultKind, isBackend, type Role } from '../core/index.js';
import { comeBack } from './come-back.js';
import { replaced } from './replaced.js';

export const redeploy: FaultKind = {
  id: 'redeploy',
  summary: 'The container is made anew at the same address, and what was on its disk is gone.',
  lasting: false,
  appliesTo: isBackend,
  inject: (lab: Breakable, role: Role): Promise<FaultEffect> => replaced(lab, role, () => lab.recreate(role)),

  async heal(lab: Breakable, role: Role): Promise<void> {
    // Only where it went wrong half way is there anything to undo.
    if ((await lab.containerState(role)) !== 'absent') return;
    await lab.recreate(role);
    await comeBack(lab, role);
  },
};
