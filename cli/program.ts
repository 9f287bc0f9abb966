import { Command } from 'commander';
import { buildCommand } from './commands/build.js';
import { demoCommand } from './commands/demo.js';
import { downCommand } from './commands/down.js';
import { faultCommand } from './commands/fault.js';
import { gcCommand } from './commands/gc.js';
import { healCommand } from './commands/heal.js';
import { listCommand } from './commands/list.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { setupCommand } from './commands/setup.js';
import { statusCommand } from './commands/status.js';
import { upCommand } from './commands/up.js';

/** All there is, in the order in which help shows it. */
export function program(): Command {
  return new Command('lab')
    .description(
      'Will my visitors stay logged in behind this load balancer? A lab that answers with evidence.',
    )
    .option('--debug', 'show where an error comes from')
    .addCommand(demoCommand())
    .addCommand(setupCommand())
    .addCommand(buildCommand())
    .addCommand(listCommand())
    .addCommand(upCommand())
    .addCommand(statusCommand())
    .addCommand(runCommand())
    .addCommand(reportCommand())
    .addCommand(faultCommand())
    .addCommand(healCommand())
    .addCommand(downCommand())
    .addCommand(gcCommand());
}
