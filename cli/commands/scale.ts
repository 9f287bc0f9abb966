import { Command } from 'commander';
import { isBackend, MAX_BACKENDS } from '../core/index.js';
import { statusOf } from '../lab/index.js';
import { bringUp } from './bringing-up.js';
import { labThatIsUp } from './opening.js';
import { type LabOptions, wholeNumber, withJson, withLab } from './options.js';
import { print, printJson, table } from './print.js';

export function scaleCommand(): Command {
  return withJson(withLab(new Command('scale')))
    .description('change the number of backends of a lab that is up')
    .argument('<backends>', `1 to ${MAX_BACKENDS}`, wholeNumber('number of backends', 1, MAX_BACKENDS))
    .action(async (backends: number, { dir, name, json }: LabOptions & { json?: true }) => {
      const { chosen: strategies } = await labThatIsUp({ dir, name });
      const wanted = { stateDir: dir, name, strategies, backends, keep: true };
      const lab = await bringUp(
        `Scale lab ${name} to ${backends} backend${backends === 1 ? '' : 's'}`,
        wanted,
      );
      const servers = (await statusOf(lab)).servers.filter(({ role }) => isBackend(role));
      const rows = servers.map(({ role, state, addresses }) => ({ role, state, addresses }));
      if (json) printJson(rows);
      else
        print(
          table(
            ['BACKEND', 'STATE', 'ADDRESSES'],
            rows.map(({ role, state, addresses }) => [role, state, addresses.join(' ')]),
          ),
        );
    });
}
