import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { scenarios } from '../../scenarios/index.js';
import { MAX_PEOPLE, type Scenario, type Strategy, type Verdict } from '../core/index.js';
import { exitCodeOf } from '../engine/index.js';
import { checkName } from '../lab/index.js';
import { formats } from '../report/index.js';
import { borrowLab } from './borrowing.js';
import { ANSWERS, interruptible } from './interruption.js';
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
import { type Performed, perform } from './performing.js';
import { performIsolated } from './performing-isolated.js';
import { note, print, printJson } from './print.js';
import { reportInput, terminalOptions, writeReports } from './reporting.js';

export const DEFAULT_VISITORS = 24;
export const DEFAULT_SEED = 1;

interface RunOptions extends LabOptions {
  readonly strategy?: string[];
  readonly visitors: number;
  readonly seed: number;
  readonly isolated?: true;
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
    .addOption(flag('--isolated', 'every strategy in a lab of its own, one after the other'))
    .addOption(required)
    .addOption(
      flag('--out <folder>', 'folder for the saved run (default: runs below --dir)', (value) =>
        resolve(value),
      ),
    )
    .action(async (ids: string[], options: RunOptions) => {
      const chosen = chosenScenarios(ids, scenarios);
      const strategies = options.strategy && chosenStrategies(options.strategy, options);
      if (options.isolated) await runAlone(options, chosen, strategies);
      else await runTogether(options, chosen, strategies);
    });
}

const runTogether = (
  options: RunOptions,
  chosen: readonly Scenario[],
  strategies: readonly Strategy[] | undefined,
): Promise<void> =>
  borrowLab(options, strategies, async (borrowed) =>
    show(options, await perform({ ...borrowed, ...programmeOf(options), scenarios: chosen })),
  );

const runAlone = (
  options: RunOptions,
  chosen: readonly Scenario[],
  strategies: readonly Strategy[] | undefined,
): Promise<void> => {
  const lab = { dir: options.dir, name: checkName(options.name) };
  return interruptible(ANSWERS.bringingUp, async (stop) =>
    show(
      options,
      await performIsolated({ ...programmeOf(options), scenarios: chosen, chosen: strategies, lab, stop }),
    ),
  );
};

const programmeOf = ({ dir, visitors, seed, out }: RunOptions) => ({
  visitors,
  seed,
  runsDir: out ?? join(dir, 'runs'),
});

async function show({ json, require }: RunOptions, { run, folder }: Performed): Promise<void> {
  const html = await writeReports(folder, run);
  if (json) printJson(run);
  else print(`\n${formats.terminal(reportInput(run), terminalOptions())}`);
  note(`Saved in ${folder}, report for a browser: ${html}`);
  process.exitCode = exitCodeOf(run, require);
}
