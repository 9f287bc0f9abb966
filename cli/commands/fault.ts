import { Command } from 'commander';
import { EXIT, type FaultKind, LabError } from '../core/index.js';
import { strike } from '../engine/index.js';
import { faults, findFault, hits } from '../faults/index.js';
import type { RunningLab } from '../lab/index.js';
import { checkRoles, labThatIsUp } from './opening.js';
import { type LabOptions, unknownId, withJson, withLab } from './options.js';
import { print, printJson } from './print.js';

export function faultCommand(): Command {
  return withJson(withLab(new Command('fault')))
    .description('break something by hand; `lab heal` undoes it')
    .argument('<fault>', faults.map(({ id }) => id).join(', '))
    .argument('<role>', 'nginx, backend-1, redis, … (`lab list roles`)')
    .action(async (id: string, role: string, { json, ...options }: LabOptions & { json?: true }) => {
      const fault = findFault(id);
      if (!fault) throw unknownId('fault', id, faults);
      const lab = await labThatIsUp(options);
      const targets = fault.targets?.(lab) ?? [];
      if (!targets.includes(role)) checkRoles(lab, [role]);
      if (!hits(fault, lab).includes(role)) throw notOn(id, role, targets);
      await checkNotInForce(lab, fault);
      const { effects, heal } = await strike(lab, fault, [role]);
      const [effect] = effects;
      if (json) printJson({ fault: id, role, ...effect });
      if (effect?.inForce) return json ? undefined : print(`${effect.seen}.`);
      await heal();
      throw new LabError({
        subject: `fault ${id} ${role}`,
        reason: `did not happen (${effect?.seen}); what was done of it is undone`,
        hint: '`lab status` shows what runs.',
        exitCode: EXIT.environment,
      });
    });
}

/** What was before can be brought back once: a second fault of the kind would remember the first as the time before. */
async function checkNotInForce({ journal }: RunningLab, { id, remember }: FaultKind): Promise<void> {
  const earlier = (await journal.entries()).find(({ fault }) => fault === id);
  if (!remember || !earlier) return;
  throw new LabError({
    subject: `fault ${id}`,
    reason: `is in force already, on ${earlier.role}`,
    hint: '`lab heal` undoes it.',
    exitCode: EXIT.environment,
  });
}

const notOn = (fault: string, role: string, targets: readonly string[]): LabError =>
  new LabError({
    subject: `fault ${fault}`,
    reason: `does not apply to ${role}`,
    hint:
      targets.length > 0
        ? `In this lab it applies to ${targets.join(' or ')}.`
        : '`lab list roles` shows which faults apply to which role.',
    exitCode: EXIT.usage,
  });
