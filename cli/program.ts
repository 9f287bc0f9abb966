import { Command } from 'commander';
import { packageVersion } from './lab/paths.js';

/** All there is, in the order in which help shows it. A verb is loaded when it is used: Docker's client alone takes longer
 * to load than `lab list` to run. */
const VERBS: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./commands/demo.js')).demoCommand(),
  setup: async () => (await import('./commands/setup.js')).setupCommand(),
  doctor: async () => (await import('./commands/doctor.js')).doctorCommand(),
  build: async () => (await import('./commands/build.js')).buildCommand(),
  list: async () => (await import('./commands/list.js')).listCommand(),
  up: async () => (await import('./commands/up.js')).upCommand(),
  scale: async () => (await import('./commands/scale.js')).scaleCommand(),
  status: async () => (await import('./commands/status.js')).statusCommand(),
  run: async () => (await import('./commands/run.js')).runCommand(),
  report: async () => (await import('./commands/report.js')).reportCommand(),
  logs: async () => (await import('./commands/logs.js')).logsCommand(),
  exec: async () => (await import('./commands/exec.js')).execCommand(),
  fault: async () => (await import('./commands/fault.js')).faultCommand(),
  heal: async () => (await import('./commands/heal.js')).healCommand(),
  down: async () => (await import('./commands/down.js')).downCommand(),
  gc: async () => (await import('./commands/gc.js')).gcCommand(),
  completion: async () =>
    (await import('./commands/completion.js')).completionCommand(() => program(['node', 'lab'])),
};

/** The program for this command line: with the verb that it names, or with all verbs where it names none. */
export async function program(argv: readonly string[]): Promise<Command> {
  const named = argv.slice(2).find((word) => Object.hasOwn(VERBS, word));
  const lab = new Command('lab')
    .description(
      'Will my visitors stay logged in behind this load balancer? A lab that answers with evidence.',
    )
    .version(packageVersion())
    .option('--debug', 'show where an error comes from');
  for (const verb of named ? [named] : Object.keys(VERBS)) lab.addCommand(await VERBS[verb]!());
  return lab;
}
