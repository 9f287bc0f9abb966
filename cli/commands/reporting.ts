import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { scenarios } from '../../scenarios/index.js';
import { findStrategy, strategies } from '../catalog/index.js';
import { EXIT, isOwn, LabError, type ReportInput, type ReportOptions, type Run } from '../core/index.js';
import { rejudge } from '../engine/index.js';
import { DEFAULT_BACKENDS } from '../lab/index.js';
import { formats } from '../report/index.js';
import { readEvidence, readRun } from '../runs/index.js';

const DEFAULT_COLUMNS = 100;

/** Width and colour of the terminal; of a file, where the text does not go to one. */
export function terminalOptions(toTerminal = true): ReportOptions {
  const isTTY = toTerminal && process.stdout.isTTY === true;
  return {
    columns:
      (toTerminal ? process.stdout.columns : undefined) ??
      (Number(process.env['COLUMNS']) || DEFAULT_COLUMNS),
    colour: isTTY && !process.env['NO_COLOR'],
  };
}

/** A run with the words that the catalogue has for it. */
export function reportInput(run: Run, warnings: readonly string[] = []): ReportInput {
  return {
    run,
    warnings,
    strategies: Object.fromEntries(
      [...strategies, ...(run.own ?? [])].map(({ id, title, balancer, store }) => [
        id,
        { title, directive: balancer.directive || 'none: round robin', store: store.id },
      ]),
    ),
    scenarios: Object.fromEntries(scenarios.map(({ id, obligation, steps }) => [id, { obligation, steps }])),
    repeat: repeatCommand(run),
  };
}

function repeatCommand({
  scenarios: played,
  strategies: chosen,
  own,
  visitors,
  seed,
  backends,
  settings,
  isolated,
}: Run): string {
  const folders = (own ?? []).filter(isOwn).map(({ id }) => id);
  const flags = chosen.map((id) => `--strategy ${folders.includes(id) ? `./${id}` : id}`);
  const ini = Object.entries(settings).map(([key, value]) => `--php-ini ${quoted(`${key}=${value}`)}`);
  const up = ['lab up', ...flags, `--backends ${backends.length}`, ...ini];
  const alone = isolated ? ['--isolated'] : [];
  const run = ['lab run', ...played, ...flags, `--visitors ${visitors}`, `--seed ${seed}`, ...alone];
  const needsUp = backends.length !== DEFAULT_BACKENDS || ini.length > 0;
  return [...(needsUp ? [up] : []), run].map((words) => words.join(' ')).join(' && ');
}

/** As a POSIX shell reads it back. */
const quoted = (text: string): string =>
  /^[\w.=:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Reads a saved run. Where run.json is damaged, the cells are judged again from operations.ndjson, and a warning says so.
 * @throws LabError exit 3 where neither can be read.
 */
export async function loadReport(folder: string): Promise<ReportInput> {
  const { run, damage } = await readRun(folder);
  if (run) return reportInput(run);
  const { header, lines, damagedLines } = await readEvidence(folder);
  if (!header) {
    throw new LabError({
      subject: `run ${basename(folder)}`,
      reason: `${damage}, and operations.ndjson has no readable first line either`,
      hint: 'The run is lost; `lab run` makes a new one.',
      exitCode: EXIT.environment,
    });
  }
  const chosen = header.strategies.flatMap(
    (id) => findStrategy(id) ?? header.own?.find((one) => one.id === id) ?? [],
  );
  const judged = { ...header, cells: rejudge(header, lines, scenarios, chosen) };
  const unread = damagedLines > 0 ? `, ${damagedLines} lines could not be read` : '';
  return reportInput(judged, [
    `${damage}; ${judged.cells.length} cells were judged again from the ${lines.length} lines of operations.ndjson${unread}.`,
  ]);
}

/** Writes the reports that are files beside run.json. @returns the path of the HTML one. */
export async function writeReports(folder: string, run: Run): Promise<string> {
  const input = reportInput(run);
  const path = join(folder, 'report.html');
  await writeFile(path, formats.html(input, terminalOptions(false)));
  await writeFile(join(folder, 'report.md'), formats.markdown(input, terminalOptions(false)));
  return path;
}
