import { Command } from 'commander';
import { EXIT, LabError } from '../core/index.js';
import { strike } from '../engine/index.js';
import { faults, findFault } from '../faults/index.js';
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
      checkRoles(lab, [role]);
      if (!fault.appliesTo(role)) throw notOn(id, role);
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

const notOn = (fault: string, role: string): LabError =>
  new LabError({
    subject: `fault ${fault}`,
    reason: `does not apply to ${role}`,
    hint: '`lab list roles` shows which faults apply to which role.',
    exitCode: EXIT.usage,
  });
