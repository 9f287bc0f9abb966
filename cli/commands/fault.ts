import { Command } from 'commander';
import { findStrategy } from '../catalog/index.js';
import { EXIT, LabError } from '../core/index.js';
import { strike } from '../engine/index.js';
import { faults, findFault } from '../faults/index.js';
import { checkName, notUp, openLab } from '../lab/index.js';
import { type LabOptions, unknownId, withJson, withLab } from './options.js';
import { print, printJson } from './print.js';

export function faultCommand(): Command {
  return withJson(withLab(new Command('fault')))
    .description('break something by hand; `lab heal` undoes it')
    .argument('<fault>', faults.map(({ id }) => id).join(', '))
    .argument('<role>', 'nginx, backend-1, redis, … (`lab list roles`)')
    .action(async (id: string, role: string, { dir, name, json }: LabOptions & { json?: true }) => {
      const fault = findFault(id);
      if (!fault) throw unknownId('fault', id, faults);
      const lab = await openLab(dir, checkName(name), findStrategy);
      if (!lab) throw notUp(name);
      if (!lab.roles.includes(role))
        throw unknownId(
          'role',
          role,
          lab.roles.map((one) => ({ id: one })),
        );
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
