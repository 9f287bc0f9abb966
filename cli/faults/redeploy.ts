import { type Breakable, type FaultEffect, type FaultKind, isBackend, type Role } from '../core/index.js';
import { replaced } from './replaced.js';

export const redeploy: FaultKind = {
  id: 'redeploy',
  summary: 'The container is made anew at the same address, and what was on its disk is gone.',
  lasting: false,
  appliesTo: isBackend,
  inject: (lab: Breakable, role: Role): Promise<FaultEffect> => replaced(lab, role, () => lab.recreate(role)),
  heal: async () => {},
};
