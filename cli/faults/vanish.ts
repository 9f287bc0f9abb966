import type { Breakable, FaultEffect, FaultKind, Role } from '../core/index.js';
import { comeBack } from './come-back.js';
import { isSilent } from './silence.js';

export const vanish: FaultKind = {
  id: 'vanish',
  summary: 'The container is killed: its address is gone, and packets are answered by silence.',
  lasting: true,
  appliesTo: () => true,

  async inject(lab: Breakable, role: Role): Promise<FaultEffect> {
    await lab.container(role, 'kill');
    return isSilent(lab, role, 'exited');
  },

  async heal(lab: Breakable, role: Role): Promise<void> {
    await lab.container(role, 'start');
    await comeBack(lab, role);
  },
};
