import { join } from 'node:path';
import { NAMES, upstream } from './balancers.js';
import { type BenchContainer, INSIDE, TESTED_CPU } from './container.js';
import { inTurn } from './statistics.js';

/** What reading a configuration once took. */
export interface Reading {
  /** Milliseconds of `nginx -t`. */
  readonly check: number;
  /** Milliseconds from HUP until a new worker is there. */
  readonly reload: number;
  /** Largest resident size of `nginx -t`; sizes of master and worker after the reload: all in KiB. */
  readonly checkMemory: number;
  readonly masterPeak: number;
  readonly master: number;
  readonly worker: number;
}

/** By balancer, the readings in the order of the rounds. */
export interface Readings {
  readonly servers: number;
  readonly runs: Readonly<Record<string, readonly Reading[]>>;
}

export interface ReadingSettings {
  readonly sizes: readonly number[];
  readonly rounds: number;
}

const FIRST_PORT = 10_000;

/** Checks and reloads one nginx for each balancer and number of servers. */
export async function measureReading(
  container: BenchContainer,
  { sizes, rounds }: ReadingSettings,
  progress: (line: string) => void,
): Promise<Readings[]> {
  const groups = [];
  for (const [s, servers] of sizes.entries()) {
    const tested: Record<string, { name: string; master: string; runs: Reading[] }> = {};
    for (const [b, balancer] of NAMES.entries()) {
      const name = `read-${servers}-${b}`;
      const port = FIRST_PORT + s * NAMES.length + b;
      const conf = `${upstream('servers', balancer, servers)}
        server { listen ${port}; location / { proxy_pass http://servers; } }`;
      tested[balancer] = { name, master: await container.start(name, conf, TESTED_CPU), runs: [] };
    }
    groups.push({ servers, tested });
  }
  for (let round = 0; round < rounds; round++)
    for (const { servers, tested } of groups) {
      for (const balancer of inTurn(NAMES, round)) {
        const { name, master, runs } = tested[balancer]!;
        runs.push(await read(container, join(INSIDE, name, 'nginx.conf'), master));
      }
      progress(`reading: round ${round + 1} of ${rounds}, ${servers} servers`);
    }
  return groups.map(({ servers, tested }) => ({
    servers,
    runs: Object.fromEntries(Object.entries(tested).map(([balancer, { runs }]) => [balancer, runs])),
  }));
}

async function read(container: BenchContainer, conf: string, master: string): Promise<Reading> {
  const [check = 0, checkMemory = 0] = await container.numbers('reading', TESTED_CPU, conf);
  const [reload = 0, masterPeak = 0, masterNow = 0, worker = 0] = await container.numbers('reload', master);
  return { check: check / 1000, reload: reload / 1000, checkMemory, masterPeak, master: masterNow, worker };
}
