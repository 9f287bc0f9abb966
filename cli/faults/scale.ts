import {
  type Breakable,
  backendRole,
  EXIT,
  type FaultEffect,
  type FaultKind,
  isBackend,
  LabError,
  MAX_BACKENDS,
  type Role,
} from '../core/index.js';

/** The one that would join, unless there are as many as can be, and the last one, that can leave unless it is the only one. */
const targets = ({ backends }: Breakable): Role[] => [
  ...(backends.length < MAX_BACKENDS ? [backendRole(backends.length + 1)] : []),
  ...(backends.length > 1 ? [backendRole(backends.length)] : []),
];

export const scale: FaultKind = {
  id: 'scale',
  summary: 'A backend joins, or the last one leaves: nginx reads another list of backends.',
  lasting: true,
  appliesTo: isBackend,
  targets,
  remember: async ({ backends }) => String(backends.length),

  async inject(lab: Breakable, role: Role): Promise<FaultEffect> {
    const number = lab.backends.length;
    if (!targets(lab).includes(role))
      return { inForce: false, seen: `${role} can neither join ${number} backends nor leave them` };
    const joins = role === backendRole(number + 1);
    await lab.scale(joins ? number + 1 : number - 1);
    const state = await lab.containerState(role);
    const asked = (await lab.balanced()).includes(role);
    return {
      inForce: joins ? state === 'running' && asked : state === 'absent' && !asked,
      seen: `the container of ${role} is ${state}, and nginx sends requests ${asked ? 'to it' : 'to others only'}`,
    };
  },

  async heal(lab: Breakable, role: Role, before?: string): Promise<void> {
    if (before === undefined) throw forgotten(role);
    await lab.scale(Number(before));
  },
};

const forgotten = (role: Role): LabError =>
  new LabError({
    subject: `scale ${role}`,
    reason: 'cannot be undone: nobody noted how many backends there were',
    hint: '`lab scale` gives the lab as many as you want.',
    exitCode: EXIT.environment,
  });
