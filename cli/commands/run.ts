import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { scenarios } from '../../scenarios/index.js';
import { MAX_PEOPLE, type Verdict } from '../core/index.js';
import { exitCodeOf } from '../engine/index.js';
import { formats } from '../report/index.js';
import { borrowLab } from './borrowing.js';
import {
  chosenScenarios,
  chosenStrategies,
  flag,
  type LabOptions,
  wholeNumber,
  withJson,
  withLab,
  withStrategies,
} from './options.js';
import { perform } from './performing.js';
import { note, print, printJson } from './print.js';
import { reportInput, terminalOptions, writeReports } from './reporting.js';

export const DEFAULT_VISITORS = 24;
export const DEFAULT_SEED = 1;

interface RunOptions extends LabOptions {
  readonly strategy?: string[];
  readonly visitors: number;
  readonly seed: number;
  readonly require?: Verdict;
  readonly out?: string;
  readonly json?: true;
}

export function runCommand(): Command {
  const required = new Option('--require <verdict>', 'exit 1 where a verdict is worse')
    .choices(['holds', 'degrades'])
    .env('LAB_REQUIRE');
  return withJson(withStrategies(withLab(new Command('run'))))
    .description('run scenarios against strategies, print the matrix, save the run')
    .argument('[scenario...]', '`lab list scenarios` (default: all)')
    .addOption(
      flag('--visitors <n>', 'visitors a strategy', wholeNumber('number of visitors', 1, MAX_PEOPLE)).default(
        DEFAULT_VISITORS,
      ),
    )
    .addOption(
      flag(
        '--seed <n>',
        'seed of the visitors and their addresses',
        wholeNumber('seed', 0, 2 ** 32 - 1),
      ).default(DEFAULT_SEED),
    )
    .addOption(required)
    .addOption(
      flag('--out <folder>', 'folder for the saved run (default: runs below --dir)', (value) =>
        resolve(value),
      ),
    )
    .action(async (ids: string[], options: RunOptions) => {
      const { dir, strategy, visitors, seed } = options;
      const chosen = chosenScenarios(ids, scenarios);
      const wanted = strategy && chosenStrategies(strategy, options);
      await borrowLab(options, wanted, async (borrowed) => {
        const runsDir = options.out ?? join(dir, 'runs');
        const { run, folder } = await perform({ ...borrowed, scenarios: chosen, visitors, seed, runsDir });
        const html = await writeReports(folder, run);
        if (options.json) printJson(run);
        else print(`\n${formats.terminal(reportInput(run), terminalOptions())}`);
        note(`Saved in ${folder}, report for a browser: ${html}`);
        process.exitCode = exitCodeOf(run, options.require);
      });
    });
}
