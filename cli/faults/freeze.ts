import type { Breakable, FaultEffect, FaultKind, Role } from '../core/index.js';
import { comeBack } from './come-back.js';
import { isSilent } from './silence.js';

export const freeze: FaultKind = {
  id: 'freeze',
  summary: 'All processes are paused: connections are accepted by the kernel, and nobody answers.',
  lasting: true,
  appliesTo: () => true,

  async inject(lab: Breakable, role: Role): Promise<FaultEffect> {
    await lab.container(role, 'pause');
    return isSilent(lab, role, 'paused');
  },

  async heal(lab: Breakable, role: Role): Promise<void> {
    if ((await lab.containerState(role)) === 'paused') await lab.container(role, 'unpause');
    await comeBack(lab, role);
  },
};
