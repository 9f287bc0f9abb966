import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type EvidenceLine, EXIT, LabError, messageOf, type Numbered, type Run } from '../core/index.js';
import { lineSchema, runSchema } from './schema.js';

export interface Evidence {
  /** The run as it began; absent where the first line is damaged. */
  readonly header?: Run;
  readonly lines: readonly Numbered<EvidenceLine>[];
  readonly damagedLines: number;
}

/** A saved run as far as it can be read. */
export interface SavedRun {
  readonly folder: string;
  /** Absent where run.json is damaged or missing. */
  readonly run?: Run;
  /** What is wrong with run.json, as a clause. */
  readonly damage?: string;
}

/**
 * Finds a run by its id or folder; the newest where none is named.
 * @throws LabError exit 3 where there is none.
 */
export async function findRun(runsDir: string, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) {
    for (const folder of [join(runsDir, wanted), wanted]) if (await isRun(folder)) return folder;
    throw missing(`run ${wanted}`, `is neither in ${runsDir} nor a folder with a run`);
  }
  const newest = (await listRuns(runsDir)).at(-1);
  if (newest) return join(runsDir, newest);
  throw missing(runsDir, 'holds no run yet');
}

const missing = (subject: string, reason: string): LabError =>
  new LabError({
    subject,
    reason,
    hint: '`lab list runs` shows what there is; `lab run` makes one.',
    exitCode: EXIT.environment,
  });

/** Ids of the runs in a folder, the oldest first. */
export async function listRuns(runsDir: string): Promise<string[]> {
  const entries = await readdir(runsDir, { withFileTypes: true }).catch(() => []);
  const ids = entries.map((entry) => entry.name).sort();
  const found = await Promise.all(ids.map((id) => isRun(join(runsDir, id))));
  return ids.filter((_, i) => found[i]);
}

const isRun = (folder: string): Promise<boolean> =>
  Promise.any(['run.json', 'operations.ndjson'].map((file) => stat(join(folder, file)))).then(
    () => true,
    () => false,
  );

/**
 * @throws LabError exit 3 where it was made by a newer version.
 */
export async function readRun(folder: string): Promise<SavedRun> {
  const text = await readFile(join(folder, 'run.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return { folder, damage: 'there is no run.json' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { folder, damage: `run.json is damaged (${messageOf(error)})` };
  }
  refuseNewer(parsed, folder);
  const { success, data, error } = runSchema.safeParse(parsed);
  if (success) return { folder, run: data as Run };
  const { path, message } = error.issues[0]!;
  return { folder, damage: `run.json is not as it should be (${path.join('.')}: ${message})` };
}

function refuseNewer(parsed: unknown, folder: string): void {
  const schema = (parsed as { schema?: unknown } | null)?.schema;
  const version = typeof schema === 'string' ? /^session-lab\/run@(\d+)$/.exec(schema)?.[1] : undefined;
  if (version === undefined || Number(version) <= 1) return;
  throw new LabError({
    subject: `run ${basename(folder)}`,
    reason: `was saved by a newer version of session-lab (${schema})`,
    hint: 'Render it with that version.',
    exitCode: EXIT.environment,
  });
}

/** Reads operations.ndjson as far as it goes. */
export async function readEvidence(folder: string): Promise<Evidence> {
  const text = await readFile(join(folder, 'operations.ndjson'), 'utf8').catch(() => '');
  const rows = text.split('\n');
  let header: Run | undefined;
  let damagedLines = 0;
  const lines: Numbered<EvidenceLine>[] = [];
  for (const [i, row] of rows.entries()) {
    if (row === '') continue;
    const line = parseLine(row);
    if (!line) damagedLines += 1;
    else if (line.kind === 'run') header = line.run as Run;
    else lines.push({ ...(line as EvidenceLine), line: i + 1 });
  }
  return { ...(header && { header }), lines, damagedLines };
}

function parseLine(row: string) {
  try {
    return lineSchema.parse(JSON.parse(row));
  } catch {
    return undefined;
  }
}
