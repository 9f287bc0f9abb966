import { BACKENDS, NAMES, upstream, VISITORS } from './balancers.js';
import { type BenchContainer, OTHER_CPU, TESTED_CPU } from './container.js';
import { inTurn } from './statistics.js';

/** How nginx gets its connections to the servers: each keeps them, or each request makes a new one. */
const CONNECTIONS = ['kept', 'new'] as const;
type Connections = (typeof CONNECTIONS)[number];

/** One run of wrk. */
export interface Load {
  /** Requests a second. */
  readonly rate: number;
  /** Latencies, in microseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Processor time of nginx's worker for one request, in microseconds. */
  readonly cpu: number;
  /** Part of the time that the worker was running. */
  readonly busy: number;
}

/** By balancer, the runs in the order of the rounds. */
export interface Loads {
  readonly connections: Connections;
  readonly servers: number;
  readonly runs: Readonly<Record<string, readonly Load[]>>;
}

export interface ThroughputSettings {
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Of each run. */
  readonly seconds: number;
}

const WRK_CONNECTIONS = 16;
const BUSY = 0.9;
const RUNS = 3;
const FIRST_PORT = 9000;

/** Idle connections end soon after a run, so that the worker's 4096 are enough for all upstreams in turn. */
const KEPT = `keepalive 512; keepalive_requests 100000000; keepalive_timeout 5s;`;

/** Asks one nginx that has every balancer with every number of servers, each at a port of its own. */
export async function measureThroughput(
  container: BenchContainer,
  { sizes, rounds, seconds }: ThroughputSettings,
  progress: (line: string) => void,
): Promise<Loads[]> {
  const groups = CONNECTIONS.flatMap((connections, c) =>
    sizes.map((servers, s) => ({
      connections,
      servers,
      port: FIRST_PORT + (c * sizes.length + s) * NAMES.length,
      runs: Object.fromEntries(NAMES.map((name): [string, Load[]] => [name, []])),
    })),
  );
  const conf = groups.flatMap(({ connections, servers, port }) =>
    NAMES.map((name, n) => virtualServer(connections, servers, name, port + n)),
  );
  await container.start('backends', BACKENDS, OTHER_CPU);
  const master = await container.start('tested', [VISITORS, ...conf].join('\n'), TESTED_CPU);
  for (let round = 0; round < rounds; round++)
    for (const { connections, servers, port, runs } of groups) {
      for (const name of inTurn(NAMES, round)) {
        const run = () =>
          container.numbers(
            'load',
            master,
            String(port + NAMES.indexOf(name)),
            String(seconds),
            String(WRK_CONNECTIONS),
          );
        runs[name]!.push(await undisturbed(async () => load(await run(), `${name}, ${servers} servers`)));
      }
      progress(`throughput: round ${round + 1} of ${rounds}, ${servers} servers, ${connections} connections`);
    }
  return groups;
}

/** The worker is what wrk waits for: where it ran less, somebody else had one of the cores. Such a run is repeated, and the
 * one counts in which the worker ran most. */
async function undisturbed(run: () => Promise<Load>): Promise<Load> {
  let best = await run();
  for (let n = 1; n < RUNS && best.busy < BUSY; n++) {
    const next = await run();
    if (next.busy > best.busy) best = next;
  }
  return best;
}

function virtualServer(connections: Connections, servers: number, name: string, port: number): string {
  const kept = connections === 'kept';
  return `${upstream(`u${port}`, name, servers, kept ? KEPT : '')}
    server {
      listen ${port};
      keepalive_requests 100000000;
      ${kept ? 'proxy_http_version 1.1; proxy_set_header Connection "";' : ''}
      location / { proxy_pass http://u${port}; }
    }`;
}

/** @param microseconds how long wrk measured; `nanoseconds`, how long the worker ran meanwhile. */
function load(said: readonly number[], what: string): Load {
  const [requests = 0, microseconds = 0, p50 = 0, p99 = 0, errors = 0, nanoseconds = 0] = said;
  if (errors > 0 || requests === 0) throw new Error(`${what}: ${errors} of ${requests} requests went wrong`);
  return {
    rate: requests / (microseconds / 1e6),
    p50,
    p99,
    cpu: nanoseconds / 1000 / requests,
    busy: nanoseconds / 1000 / microseconds,
  };
}
