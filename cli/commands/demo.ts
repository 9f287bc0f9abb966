import { join } from 'node:path';
import { Command } from 'commander';
import { scenarios } from '../../scenarios/index.js';
import { DEMO_SCENARIOS } from '../catalog/index.js';
import { exitCodeOf } from '../engine/index.js';
import { checkName, IMAGE_NAMES, type RunningLab, takeDown, up } from '../lab/index.js';
import { setUp } from '../lab/setup/index.js';
import { formats } from '../report/index.js';
import { buildImages } from './build.js';
import { healJournal } from './heal.js';
import { chosenScenarios, chosenStrategies, flag, type LabOptions, withLab } from './options.js';
import { perform } from './performing.js';
import { note, print } from './print.js';
import { doTasks } from './progress.js';
import { reportInput, terminalOptions, writeReports } from './reporting.js';
import { DEFAULT_SEED, DEFAULT_VISITORS } from './run.js';
import { agreeTo } from './setup.js';

interface DemoOptions extends LabOptions {
  readonly yes?: true;
  readonly keep?: true;
  readonly all?: true;
}

export function demoCommand(): Command {
  return withLab(new Command('demo'))
    .description('everything in one command, from a bare machine to the comparison report')
    .addOption(flag('--yes', 'install what is missing without asking'))
    .addOption(flag('--keep', 'leave the lab up afterwards'))
    .option('--all', 'every strategy and every scenario')
    .action(async ({ dir, name, yes, keep, all }: DemoOptions) => {
      await setUp({ agree: (steps) => agreeTo(steps, yes ?? false), progress: note });
      await buildImages(IMAGE_NAMES);
      const strategies = chosenStrategies(all ? ['all'] : undefined);
      const played = chosenScenarios(all ? [] : DEMO_SCENARIOS, scenarios);
      let lab!: RunningLab;
      try {
        await doTasks([
          {
            title: `Bring up lab ${name} with ${strategies.map(({ id }) => id).join(', ')}`,
            run: async (say) => {
              lab = await up({ stateDir: dir, name: checkName(name), strategies, keep: keep ?? false }, say);
              await healJournal(lab);
            },
          },
        ]);
        const { run, folder } = await perform({
          lab,
          scenarios: played,
          strategies,
          visitors: DEFAULT_VISITORS,
          seed: DEFAULT_SEED,
          runsDir: join(dir, 'runs'),
        });
        const html = await writeReports(folder, run);
        print(formats.terminal(reportInput(run), terminalOptions()));
        print(`\nReport for a browser: ${html}`);
        if (keep)
          print(`The lab is still up: ${lab.url(strategies[0]!)}/ and the others that \`lab status\` lists.`);
        process.exitCode = exitCodeOf(run);
      } finally {
        if (!keep)
          await doTasks([
            {
              title: `Take down lab ${name}`,
              run: (say) => takeDown({ stateDir: dir, name }, say),
            },
          ]);
      }
      if (!keep) note('The lab is down again; `lab demo --keep` leaves it up.');
    });
}
