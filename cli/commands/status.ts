import { Command } from 'commander';
import { statusOf } from '../lab/index.js';
import { labThatIsUp } from './opening.js';
import { type LabOptions, withJson, withLab } from './options.js';
import { print, printJson, table } from './print.js';

export function statusCommand(): Command {
  const command = new Command('status').description(
    'what runs, where, how it is, and which faults are in force',
  );
  return withJson(withLab(command)).action(async ({ json, ...options }: LabOptions & { json?: true }) => {
    const status = await statusOf(await labThatIsUp(options));
    if (json) return printJson(status);
    const servers = status.servers.map((one) => [
      one.role,
      one.state,
      one.health,
      one.addresses.join(' '),
      one.image,
    ]);
    const settings = Object.entries(status.settings).map(([key, value]) => `${key}=${value}`);
    const replaced = Object.entries(status.replaced).map(([what, by]) => `${what} from ${by}`);
    const faults = status.faults.map(({ fault, role }) => `${fault} ${role}`);
    print(
      [
        `Lab ${status.name}, subnet ${status.subnet}`,
        '',
        table(['SERVER', 'STATE', 'HEALTH', 'ADDRESSES', 'IMAGE'], servers),
        '',
        table(
          ['STRATEGY', 'URL'],
          status.strategies.map(({ id, url, reason }) => [id, url ? `${url}/` : `n/a (${reason})`]),
        ),
        '',
        `PHP settings: ${settings.join(', ') || "the images' own"}`,
        ...(replaced.length > 0 ? [`Built in place of what is bundled: ${replaced.join(', ')}`] : []),
        `Faults in force: ${faults.join(', ') || 'none'}${faults.length > 0 ? ' (`lab heal` undoes them)' : ''}`,
      ].join('\n'),
    );
  });
}
