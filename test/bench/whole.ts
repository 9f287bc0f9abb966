import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { containersOf, docker } from '../../cli/lab/docker.js';
import { PACKAGE_ROOT, takeDown } from '../../cli/lab/index.js';

/** How long `lab up --strategy all` with three backends takes from nothing, in seconds, and what its containers take
 * together then, in MB. Needs the images built: `lab build`. */
const ROUNDS = Number(process.argv[2] ?? 3);
const NAME = `bench-${process.pid}`;
const stateDir = await mkdtemp(join(tmpdir(), 'session-lab-bench-'));
const MEGABYTE = 1_000_000;

const up = () =>
  execa(join(PACKAGE_ROOT, 'lab'), [
    'up',
    '--strategy',
    'all',
    '--backends',
    '3',
    '--name',
    NAME,
    '--dir',
    stateDir,
  ]);

interface Memory {
  readonly usage: number;
  readonly stats: { readonly total_inactive_file?: number; readonly inactive_file?: number };
}

/** As `docker stats` counts: without the page cache that the kernel may take back at once. */
async function memory(): Promise<[role: string, megabytes: number][]> {
  const found = await containersOf(NAME);
  const used = found.map(async ({ Id, Labels }): Promise<[string, number]> => {
    const { memory_stats } = (await docker.getContainer(Id).stats({ stream: false })) as {
      memory_stats: Memory;
    };
    const { usage, stats } = memory_stats;
    return [
      Labels['session-lab.role']!,
      (usage - (stats.total_inactive_file ?? stats.inactive_file ?? 0)) / MEGABYTE,
    ];
  });
  return (await Promise.all(used)).sort(([a], [b]) => (a < b ? -1 : 1));
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

try {
  const seconds: number[] = [];
  const totals: number[] = [];
  let last: [string, number][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await up();
    seconds.push((performance.now() - start) / 1000);
    last = await memory();
    totals.push(last.reduce((sum, [, megabytes]) => sum + megabytes, 0));
    await takeDown({ name: NAME }, () => {});
  }
  const rounds = (values: readonly number[], digits: number) =>
    values.map((one) => one.toFixed(digits)).join('  ');
  process.stdout.write(
    [
      `lab up --strategy all   median ${median(seconds).toFixed(1)} s   ${rounds(seconds, 1)}`,
      `memory together         median ${median(totals).toFixed(0)} MB   ${rounds(totals, 0)}`,
      ...last.map(([role, megabytes]) => `  ${role.padEnd(12)} ${megabytes.toFixed(0).padStart(5)} MB`),
      '',
    ].join('\n'),
  );
} finally {
  await takeDown({ name: NAME, stateDir }, () => {});
  await rm(stateDir, { recursive: true, force: true });
}
