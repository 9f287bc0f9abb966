import { type Breakable, type FaultEffect, type FaultKind, isBackend, type Role } from '../core/index.js';
import { replaced } from './replaced.js';

export const reload: FaultKind = {
  id: 'reload',
  summary: 'The server reads its configuration again, and new workers take the place of the old ones.',
  lasting: false,
  appliesTo: (role) => role === 'nginx' || isBackend(role),
  inject: (lab: Breakable, role: Role): Promise<FaultEffect> => replaced(lab, role, () => lab.reload(role)),
  heal: async () => {},
};
