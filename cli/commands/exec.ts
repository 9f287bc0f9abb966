import { Command } from 'commander';
import { execOn } from '../lab/exec.js';
import { checkRoles, labThatIsUp } from './opening.js';
import { flag, type LabOptions, withLab } from './options.js';

export function execCommand(): Command {
  return withLab(new Command('exec'))
    .description('run a command in the container of a role; exits as the command does')
    .argument('<role>', 'nginx, backend-1, redis, … (`lab list roles`)')
    .argument('<command...>', 'the command and its arguments, after `--`; no shell reads them')
    .addOption(flag('--user <user>', "user, or user:group, in the container (default: the image's)"))
    .showHelpAfterError('(What is meant for the command stands after `--`: lab exec backend-1 -- ls -l)')
    .action(async (role: string, command: string[], options: LabOptions & { user?: string }) => {
      const lab = await labThatIsUp(options);
      checkRoles(lab, [role]);
      const tty = process.stdin.isTTY === true && process.stdout.isTTY === true;
      process.exitCode = await execOn(lab, role, command, { user: options.user, tty });
    });
}
