import type { Breakable, FaultEffect, FaultKind, Role } from '../core/index.js';
import { comeBack } from './come-back.js';
import { refusesWhileRunning } from './crash.js';

export const restart: FaultKind = {
  id: 'restart',
  summary: 'The server is asked to stop, which it does in its own time and order; healing starts it again.',
  lasting: true,
  appliesTo: () => true,

  async inject(lab: Breakable, role: Role): Promise<FaultEffect> {
    await lab.supervise(role, 'stop');
    return refusesWhileRunning(lab, role);
  },

  async heal(lab: Breakable, role: Role): Promise<void> {
    await lab.supervise(role, 'start');
    await comeBack(lab, role);
  },
};
