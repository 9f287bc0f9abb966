import { type Breakable, EXIT, LabError, type Role } from '../core/index.js';

/** Waits until a healed server answers. */
export async function comeBack(lab: Breakable, role: Role): Promise<void> {
  const knock = await lab.awaitKnock(role, ['answers']);
  if (knock === 'answers') return;
  throw new LabError({
    subject: role,
    reason: `did not come back after its fault was healed: it ${knock === 'refuses' ? 'refuses connections' : 'is silent'}`,
    hint: '`lab down` and `lab up` make it anew.',
    exitCode: EXIT.environment,
  });
}
