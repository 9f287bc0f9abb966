import { type Breakable, type FaultEffect, type FaultKind, isBackend, type Role } from '../core/index.js';
import { comeBack } from './come-back.js';
import { isStore } from './scope.js';

export const cut: FaultKind = {
  id: 'cut',
  summary: 'The cable between backends and stores is pulled out of it: packets are answered by silence.',
  lasting: true,
  appliesTo: (role) => isBackend(role) || isStore(role),

  async inject(lab: Breakable, role: Role): Promise<FaultEffect> {
    await lab.link(role, 'cut');
    const [state, linked] = [await lab.containerState(role), await lab.isLinked(role)];
    const knock = await lab.awaitKnock(role, [isBackend(role) ? 'answers' : 'silent']);
    const stores = isBackend(role) ? await lab.storesSeenFrom(role) : [];
    const { reached, wanted } = isBackend(role)
      ? { reached: `${SAID[knock]}, and ${ofStores(stores)}`, wanted: knock === 'answers' }
      : { reached: SAID[knock], wanted: knock === 'silent' };
    return {
      inForce: !linked && state === 'running' && wanted && stores.every((one) => one === 'silent'),
      seen: `the container of ${role} is ${state} and ${linked ? 'still' : 'no longer'} in the network, and ${role} ${reached}`,
    };
  },

  async heal(lab: Breakable, role: Role): Promise<void> {
    // Where there is none, whoever makes it anew links it.
    if ((await lab.containerState(role)) !== 'absent') await lab.link(role, 'mend');
    await comeBack(lab, role);
  },
};

const SAID = { answers: 'answers', refuses: 'refuses connections', silent: 'is silent' } as const;

function ofStores(stores: readonly string[]): string {
  if (stores.length === 0) return 'the lab has no store that it could miss';
  const silent = stores.filter((knock) => knock === 'silent').length;
  return `${silent} of ${stores.length} stores ${silent === 1 ? 'is' : 'are'} silent to it`;
}
