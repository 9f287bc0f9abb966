import { join } from 'node:path';
import { Command } from 'commander';
import { scenarios } from '../../scenarios/index.js';
import { DEMO_SCENARIOS } from '../catalog/index.js';
import { exitCodeOf } from '../engine/index.js';
import { neededImages, readSources, sourcesFile } from '../lab/index.js';
import { setUp } from '../lab/setup/index.js';
import { formats } from '../report/index.js';
import { type Borrowed, borrowLab } from './borrowing.js';
import { buildImages } from './build.js';
import { chosenScenarios, chosenStrategies, flag, type LabOptions, withJson, withLab } from './options.js';
import { perform } from './performing.js';
import { note, print, printJson } from './print.js';
import { reportInput, terminalOptions, writeReports } from './reporting.js';
import { DEFAULT_SEED, DEFAULT_VISITORS } from './run.js';
import { agreeTo } from './setup.js';

interface DemoOptions extends LabOptions {
  readonly yes?: boolean;
  readonly keep?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
}

export function demoCommand(): Command {
  return withJson(withLab(new Command('demo')))
    .description('everything in one command, from a bare machine to the comparison report')
    .addOption(flag('--yes', 'install what is missing without asking'))
    .addOption(flag('--keep', 'leave the lab up afterwards'))
    .addOption(flag('--all', 'every strategy and every scenario'))
    .action(async (options: DemoOptions) => {
      const { yes = false, keep = false, all = false, dir } = options;
      await setUp({ agree: (steps) => agreeTo(steps, yes), progress: note, dockerIsEnough: true });
      const wanted = chosenStrategies(all ? ['all'] : undefined);
      await buildImages(neededImages(wanted), await readSources(sourcesFile(dir)));
      await borrowLab(options, wanted, (borrowed) => show(borrowed, options, join(dir, 'runs')), keep);
      if (!keep) note('What was started is down again; `lab demo --keep` leaves it up.');
    });
}

async function show(
  borrowed: Borrowed,
  { all = false, keep = false, json }: DemoOptions,
  runsDir: string,
): Promise<void> {
  const played = chosenScenarios(all ? [] : DEMO_SCENARIOS, scenarios);
  const visitors = DEFAULT_VISITORS;
  const { run, folder } = await perform({
    ...borrowed,
    scenarios: played,
    visitors,
    seed: DEFAULT_SEED,
    runsDir,
  });
  const html = await writeReports(folder, run);
  if (json) printJson(run);
  else print(`\n${formats.terminal(reportInput(run), terminalOptions())}\nReport for a browser: ${html}`);
  if (keep)
    note(
      `The lab is up: ${borrowed.lab.url(borrowed.strategies[0]!)}/ and the others that \`lab status\` lists.`,
    );
  process.exitCode = exitCodeOf(run);
}
