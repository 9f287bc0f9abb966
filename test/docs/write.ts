import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXIT, LabError, type Run, type Scenario } from '../../cli/core/index.js';
import { PACKAGE_ROOT } from '../../cli/lab/paths.js';
import { readRun } from '../../cli/runs/index.js';
import { scenarios } from '../../scenarios/index.js';
import { measured, NOT_MEASURED } from './measured.js';
import { bare, filled } from './page.js';
import { computedParts, listOf, MEASURED } from './scenario-page.js';

/**
 * Writes what is computed into docs/scenarios, and makes pages that are missing. With folders of saved runs, pages also
 * show what these measured.
 */
async function main(folders: readonly string[]): Promise<void> {
  const runs = await Promise.all(folders.map(saved));
  for (const scenario of scenarios) writeScenario(scenario, runs);
  update('README', listOf(scenarios));
}

async function saved(folder: string): Promise<Run> {
  const { run, damage } = await readRun(resolve(process.env['INIT_CWD'] ?? '.', folder));
  if (run) return run;
  throw new LabError({
    subject: folder,
    reason: damage ?? 'has no run',
    hint: 'Name the folder of a saved run: .lab/runs/<id>.',
    exitCode: EXIT.usage,
  });
}

function writeScenario(scenario: Scenario, runs: readonly Run[]): void {
  const shown = runs.map((run) => measured(scenario, run)).findLast((part) => part !== undefined);
  const parts = computedParts(scenario);
  if (shown !== undefined || !existsSync(pathOf(scenario.id))) parts.set(MEASURED, shown ?? NOT_MEASURED);
  update(scenario.id, parts);
}

const pathOf = (name: string): string => join(PACKAGE_ROOT, 'docs/scenarios', `${name}.md`);

function update(name: string, parts: ReadonlyMap<string, string>): void {
  const path = pathOf(name);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : bare(parts);
  const after = filled(`docs/scenarios/${name}.md`, before, parts);
  if (existsSync(path) && after === before) return;
  writeFileSync(path, after);
  process.stdout.write(`docs/scenarios/${name}.md\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  process.stderr.write(`Error: ${error.subject}: ${error.reason}.\n  ${error.hint}\n`);
  process.exitCode = error.exitCode;
}
