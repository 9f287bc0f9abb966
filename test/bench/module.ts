import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PACKAGE_ROOT } from '../../cli/lab/index.js';
import { forgetImages } from '../module/builds.js';
import { BenchContainer } from './module/container.js';
import { measureLookup } from './module/lookup.js';
import { measureReading } from './module/reading.js';
import { report } from './module/tables.js';
import { measureThroughput } from './module/throughput.js';

/** The module beside nginx's own balancers, into docs/benchmarks/consistent-hash.md. `--quick`: a shorter run, whose
 * results are only shown. `--rounds N`: other than 20, best a multiple of ten: each balancer then comes first as often. */
const { values } = parseArgs({ options: { quick: { type: 'boolean' }, rounds: { type: 'string' } } });
const quick = values.quick === true;
const rounds = Number(values.rounds ?? (quick ? 2 : 20));
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds ${values.rounds}: is not a number of rounds; give 1, 2, 3 …`);
const PAGE = join(PACKAGE_ROOT, 'docs', 'benchmarks', 'consistent-hash.md');
const MARKERS = ['<!-- results -->', '<!-- end of results -->'] as const;

const THROUGHPUT = { sizes: [3, 30, 300], rounds, seconds: 1 };
const LOOKUP = quick ? { sizes: [3, 300], requests: 300 } : { sizes: [3, 30, 300, 3000], requests: 3000 };
const READING = { sizes: quick ? [1000] : [1000, 5000], rounds };

const progress = (line: string) => void process.stderr.write(`${line}\n`);

async function keep(results: string): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const [start, end] = MARKERS.map((marker) => page.indexOf(marker)) as [number, number];
  if (start < 0 || end < start) throw new Error(`${PAGE}: has no ${MARKERS.join(' … ')}`);
  await writeFile(PAGE, `${page.slice(0, start)}${MARKERS[0]}\n\n${results}\n\n${page.slice(end)}`);
}

try {
  const loadAverage = loadavg()[0]!;
  const lookups = await measureLookup(LOOKUP, progress);
  const { nginx, loads, readings } = await BenchContainer.with(async (container) => ({
    nginx: (await container.run('nginx', '-v')).replace(/^.*\//, ''),
    readings: await measureReading(container, READING, progress),
    loads: await measureThroughput(container, THROUGHPUT, progress),
  }));
  const results = report(
    {
      nginx,
      cores: `${cpus().length} cores (${cpus()[0]!.model.trim()})`,
      loadAverage,
      throughput: `${rounds} rounds of ${THROUGHPUT.seconds} s each`,
      lookup: `means of ${LOOKUP.requests} requests`,
      reading: `${rounds} rounds`,
    },
    loads,
    lookups,
    readings,
  );
  process.stdout.write(`${results}\n`);
  if (!quick) await keep(results);
} finally {
  await forgetImages();
}
