import { Command } from 'commander';
import { checkSince, type LogLine, logsOf } from '../lab/logs.js';
import { checkRoles, labThatIsUp } from './opening.js';
import { flag, type LabOptions, wholeNumber, withLab } from './options.js';
import { note } from './print.js';
import { printLines } from './streaming.js';

interface LogsOptions extends LabOptions {
  readonly follow?: true;
  readonly tail?: number;
  readonly since?: string;
  readonly timestamps?: true;
}

export function logsCommand(): Command {
  return withLab(new Command('logs'))
    .description('what servers have written, by role')
    .argument('[role...]', 'nginx, backend-1, redis, … (`lab list roles`; default: all)')
    .addOption(flag('-f, --follow', 'go on with what is written from now on, until Ctrl-C'))
    .addOption(
      flag(
        '--tail <n>',
        'lines from the end of each log (default: all)',
        wholeNumber('number of lines', 0, 2 ** 31 - 1),
      ),
    )
    .addOption(
      flag('--since <time>', 'a duration back from now (10m) or a time (2026-01-31T12:00:00Z)', checkSince),
    )
    .addOption(flag('-t, --timestamps', 'with the time that Docker noted'))
    .action(async (roles: string[], { dir, name, ...options }: LogsOptions) => {
      const lab = await labThatIsUp({ dir, name });
      checkRoles(lab, roles);
      const { follow = false, timestamps = false, tail, since } = options;
      const wanted = { stateDir: dir, name, roles, follow, tail, since, timestamps };
      const format = roles.length === 1 ? textAlone : withRole(roles.length > 0 ? roles : lab.roles);
      await printLines((signal) => formatted(logsOf(wanted, signal), format));
    });
}

/** What is no server's line goes to stderr. */
async function* formatted(
  lines: AsyncIterable<LogLine>,
  format: (role: string, text: string) => string,
): AsyncGenerator<string> {
  for await (const { role, text } of lines) {
    if (role === undefined) note(text);
    else yield format(role, text);
  }
}

const textAlone = (_: string, text: string): string => text;

function withRole(roles: readonly string[]): (role: string, text: string) => string {
  const width = Math.max(...roles.map((role) => role.length));
  return (role, text) => `${role.padEnd(width)} | ${text}`;
}
