import type { Breakable, ContainerState, FaultEffect, Role } from '../core/index.js';

/** A role that neither answers nor refuses, with its container in the state that the fault put it into. */
export async function isSilent(lab: Breakable, role: Role, wanted: ContainerState): Promise<FaultEffect> {
  const knock = await lab.awaitKnock(role, ['silent']);
  const state = await lab.containerState(role);
  return {
    inForce: knock === 'silent' && state === wanted,
    seen: `the container of ${role} is ${state}, and ${role} ${knock === 'silent' ? 'is silent' : knock}`,
  };
}
