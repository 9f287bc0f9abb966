import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { PACKAGE_ROOT, takeDown } from '../../cli/lab/index.js';

/** How much longer `lab up --strategy redis`, its probes included, takes than `docker compose up -d --wait` of the very
 * files that it rendered: medians of interleaved rounds, in seconds. Needs the images built. */
const ROUNDS = Number(process.argv[2] ?? 5);
const NAME = `bench-${process.pid}`;
const stateDir = await mkdtemp(join(tmpdir(), 'session-lab-bench-'));
const composeFile = join(stateDir, NAME, 'compose.json');

const labUp = () =>
  execa(join(PACKAGE_ROOT, 'lab'), ['up', '--strategy', 'redis', '--name', NAME, '--dir', stateDir]);
const composeUp = () => execa('docker', ['compose', '--file', composeFile, 'up', '--detach', '--wait']);

async function seconds(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  const taken = (performance.now() - start) / 1000;
  // The rendered files stay, for Compose.
  await takeDown({ name: NAME }, () => {});
  return taken;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const shown = (values: readonly number[]): string => values.map((value) => value.toFixed(2)).join('  ');

try {
  await seconds(labUp);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await seconds(labUp));
    theirs.push(await seconds(composeUp));
  }
  const difference = median(ours) - median(theirs);
  process.stdout.write(
    [
      `lab up --strategy redis           median ${median(ours).toFixed(2)} s   ${shown(ours)}`,
      `docker compose up -d --wait       median ${median(theirs).toFixed(2)} s   ${shown(theirs)}`,
      `difference                        ${difference.toFixed(2)} s, ratio ${(median(ours) / median(theirs)).toFixed(2)}`,
      '',
    ].join('\n'),
  );
} finally {
  await takeDown({ name: NAME, stateDir }, () => {});
  await rm(stateDir, { recursive: true, force: true });
}
