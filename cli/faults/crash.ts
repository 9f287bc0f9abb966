import type { Breakable, FaultEffect, FaultKind, Role } from '../core/index.js';
import { comeBack } from './come-back.js';

export const crash: FaultKind = {
  id: 'crash',
  summary: 'The server process is killed; container and address stay, and connections are refused at once.',
  lasting: true,
  appliesTo: () => true,

  async inject(lab: Breakable, role: Role): Promise<FaultEffect> {
    await lab.supervise(role, 'crash');
    return refusesWhileRunning(lab, role);
  },

  async heal(lab: Breakable, role: Role): Promise<void> {
    await lab.supervise(role, 'start');
    await comeBack(lab, role);
  },
};

/** A dead process, seen from outside: the container runs, and nobody listens any more. */
export async function refusesWhileRunning(lab: Breakable, role: Role): Promise<FaultEffect> {
  const knock = await lab.awaitKnock(role, ['refuses']);
  const state = await lab.containerState(role);
  return {
    inForce: knock === 'refuses' && state === 'running',
    seen: `the container of ${role} is ${state}, and ${role} ${knock === 'refuses' ? 'refuses connections' : knock === 'answers' ? 'answers' : 'is silent'}`,
  };
}
