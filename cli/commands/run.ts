import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { scenarios } from '../../scenarios/index.js';
import { findStrategy } from '../catalog/index.js';
import { MAX_PEOPLE, type Strategy, type Verdict } from '../core/index.js';
import { exitCodeOf } from '../engine/index.js';
import { checkName, openLab, type RunningLab, takeDown, up } from '../lab/index.js';
import { formats } from '../report/index.js';
import { healJournal } from './heal.js';
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
import { doTasks } from './progress.js';
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
      const { dir, name, strategy, visitors, seed } = options;
      const chosen = chosenScenarios(ids, scenarios);
      const before = await openLab(dir, checkName(name), findStrategy);
      const strategies = strategy || !before ? chosenStrategies(strategy) : [...before.strategies];
      const lab = await labWith(strategies, before, options);
      try {
        await healLeftovers(lab);
        const runsDir = options.out ?? join(dir, 'runs');
        const { run, folder } = await perform({
          lab,
          scenarios: chosen,
          strategies,
          visitors,
          seed,
          runsDir,
        });
        const html = await writeReports(folder, run);
        if (options.json) printJson(run);
        else print(formats.terminal(reportInput(run), terminalOptions()));
        note(`Saved in ${folder}, report for a browser: ${html}`);
        process.exitCode = exitCodeOf(run, options.require);
      } finally {
        await leaveAsFound(lab, before, options);
      }
    });
}

/** The lab with at least these strategies: the one that is up, or one that lasts for this run. */
async function labWith(
  strategies: readonly Strategy[],
  before: RunningLab | undefined,
  { dir, name }: LabOptions,
): Promise<RunningLab> {
  const missing = strategies.filter((one) => !before?.strategies.some(({ id }) => id === one.id));
  if (before && missing.length === 0) return before;
  const all = chosenStrategies([...(before?.strategies ?? []), ...missing].map(({ id }) => id));
  let lab!: RunningLab;
  await doTasks([
    {
      title: before
        ? `Add ${missing.map(({ id }) => id).join(', ')} to lab ${name}`
        : `Bring up lab ${name} for this run`,
      run: async (say) => {
        lab = await up({ stateDir: dir, name, strategies: all, keep: before !== undefined }, say);
      },
    },
  ]);
  return lab;
}

async function leaveAsFound(
  lab: RunningLab,
  before: RunningLab | undefined,
  { dir, name }: LabOptions,
): Promise<void> {
  if (lab === before) return;
  await doTasks([
    {
      title: before ? `Take the added strategies out of lab ${name}` : `Take down lab ${name}`,
      run: async (say) => {
        if (before) await up({ stateDir: dir, name, strategies: before.strategies, keep: true }, say);
        else await takeDown({ stateDir: dir, name }, say);
      },
    },
  ]);
}

/** A killed run may have left faults in force. */
async function healLeftovers(lab: RunningLab): Promise<void> {
  const healed = await healJournal(lab);
  if (healed.length > 0)
    note(`Healed what an earlier run or \`lab fault\` left in force: ${healed.join(', ')}.`);
}
