import type { Breakable, FaultEffect, FaultKind, Role } from '../core/index.js';
import { comeBack } from './come-back.js';

/** The server process ends, by this order to its supervisor, and its container stays. */
export function serverGone(order: 'crash' | 'stop'): Omit<FaultKind, 'id' | 'summary'> {
  return {
    lasting: true,
    appliesTo: () => true,

    async inject(lab: Breakable, role: Role): Promise<FaultEffect> {
      await lab.supervise(role, order);
      const knock = await lab.awaitKnock(role, ['refuses']);
      const state = await lab.containerState(role);
      return {
        inForce: knock === 'refuses' && state === 'running',
        seen: `the container of ${role} is ${state}, and ${role} ${DONE[knock]}`,
      };
    },

    async heal(lab: Breakable, role: Role): Promise<void> {
      await lab.supervise(role, 'start');
      await comeBack(lab, role);
    },
  };
}

const DONE = { refuses: 'refuses connections', answers: 'answers', silent: 'is silent' } as const;
