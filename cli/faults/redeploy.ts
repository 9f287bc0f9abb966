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
    // One that went wrong half way may have left no container, or one that was never started.
    if ((await lab.containerState(role)) !== 'running') await lab.recreate(role);
    await comeBack(lab, role);
  },
};
