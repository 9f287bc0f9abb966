import {
  EXIT,
  type FaultEffect,
  type FaultKind,
  type Lab,
  LabError,
  messageOf,
  type Role,
} from '../core/index.js';

export interface Struck {
  /** What was seen of it, role by role. */
  readonly effects: readonly FaultEffect[];
  /** Undoes all of it, however far it came. @throws LabError naming the roles that could not be healed. */
  heal(): Promise<void>;
}

/** Injects a fault into all roles at once. Whatever goes wrong, the answer carries the heal. */
export async function strike(lab: Lab, fault: FaultKind, roles: readonly Role[]): Promise<Struck> {
  const remembered = new Map<Role, string>();
  const effects = await Promise.all(
    roles.map(async (role): Promise<FaultEffect> => {
      try {
        const before = await fault.remember?.(lab, role);
        if (before !== undefined) remembered.set(role, before);
        await lab.journal.add({ fault: fault.id, role, ...(before !== undefined && { before }) });
        return await fault.inject(lab, role);
      } catch (error) {
        return { inForce: false, seen: `${role}: ${messageOf(error)}` };
      }
    }),
  );
  // What is over when it has been done needs no heal, unless it went wrong half way.
  const open = roles.filter((_, i) => fault.lasting || !effects[i]!.inForce);
  const over = roles.filter((role) => !open.includes(role));
  await Promise.all(over.map((role) => lab.journal.remove({ fault: fault.id, role })));
  return {
    effects,
    heal: () =>
      healAll(
        lab,
        open.map((role) => ({ fault, role, before: remembered.get(role) })),
      ),
  };
}

/** Undoes faults and takes them out of the journal; one that fails does not keep the others from being healed. */
export async function healAll(
  lab: Lab,
  injected: readonly {
    readonly fault: FaultKind;
    readonly role: Role;
    readonly before?: string | undefined;
  }[],
): Promise<void> {
  const results = await Promise.allSettled(
    injected.map(async ({ fault, role, before }) => {
      await fault.heal(lab, role, before);
      await lab.journal.remove({ fault: fault.id, role });
    }),
  );
  const failures = results.flatMap((result, i) =>
    result.status === 'rejected' ? [`${injected[i]!.role}: ${messageOf(result.reason)}`] : [],
  );
  if (failures.length === 0) return;
  throw new LabError({
    subject: 'healing',
    reason: `did not work everywhere (${failures.join('; ')})`,
    hint: 'Try `lab heal`; `lab down` and `lab up` make the lab anew.',
    exitCode: EXIT.environment,
  });
}
