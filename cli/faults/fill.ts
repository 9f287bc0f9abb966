import type { Breakable, FaultEffect, FaultKind, Role } from '../core/index.js';
import { comeBack } from './come-back.js';
import { isStore } from './scope.js';

type Numbers = Readonly<Record<string, number>>;

export const fill: FaultKind = {
  id: 'fill',
  summary: 'Sessions of other people are put into a store, until it takes no more or throws out older ones.',
  lasting: true,
  appliesTo: isStore,

  async inject(lab: Breakable, role: Role): Promise<FaultEffect> {
    const before = await lab.storeNumbers(role);
    if (before['limitBytes'] === 0)
      return { inForce: false, seen: `${role} has no limit, and would grow until the kernel ended it` };
    await lab.fill(role, 'fill');
    const now = await lab.storeNumbers(role);
    const thrownOut = (now['evictions'] ?? 0) - (before['evictions'] ?? 0);
    const more = (now['filler'] ?? 0) - (before['filler'] ?? 0);
    const inForce = now['limitBytes'] === undefined ? more > 0 : now['refusesWrites'] === 1 || thrownOut > 0;
    const { slabWasteBytes } = now;
    return {
      inForce,
      seen: `${role} holds ${now['sessions']} sessions${felt(now, thrownOut)}`,
      numbers: { evictions: thrownOut, ...(slabWasteBytes !== undefined && { slabWasteBytes }) },
    };
  },

  async heal(lab: Breakable, role: Role): Promise<void> {
    await comeBack(lab, role);
    await lab.fill(role, 'drain');
  },
};

function felt(now: Numbers, thrownOut: number): string {
  if (now['limitBytes'] === undefined) return `, of which ${now['filler'] ?? 0} are other people's`;
  const size = ` in ${now['usedBytes']} of ${now['limitBytes']} bytes`;
  if (now['refusesWrites'] === 1) return `${size} and refuses to take more`;
  return `${size} and has thrown out ${thrownOut}`;
}
