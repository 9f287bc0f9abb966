import { ask, type Question } from '../../module/ask.js';
import { Box } from '../../module/box.js';
import { BACKENDS, NAMES, upstream, VISITORS } from './balancers.js';
import { type Cost, costsOf } from './callgrind.js';

/** The two functions of each balancer that a request calls: what it prepares, and how it takes a server. */
const FUNCTIONS: Readonly<Record<string, readonly [init: string, get: string]>> = {
  'hash … consistent': ['ngx_http_upstream_init_chash_peer', 'ngx_http_upstream_get_chash_peer'],
  consistent_hash: [
    'ngx_http_upstream_init_consistent_hash_peer',
    'ngx_http_upstream_get_consistent_hash_peer',
  ],
  'consistent_hash … even': [
    'ngx_http_upstream_init_consistent_hash_peer',
    'ngx_http_upstream_get_consistent_hash_peer',
  ],
  ip_hash: ['ngx_http_upstream_init_ip_hash_peer', 'ngx_http_upstream_get_ip_hash_peer'],
  'round robin': ['ngx_http_upstream_init_round_robin_peer', 'ngx_http_upstream_get_round_robin_peer'],
};

const WANTED = new Set(Object.values(FUNCTIONS).flat());

/** Workers write there too, who are not root. */
const PROFILES = '/tmp';

/** Mean instructions a request, by balancer. */
export interface Lookup {
  readonly servers: number;
  readonly instructions: Readonly<Record<string, number>>;
}

export interface LookupSettings {
  readonly sizes: readonly number[];
  /** Of each balancer and number of servers. */
  readonly requests: number;
}

/** Counts the instructions of an nginx that callgrind runs, one for each case. */
export async function measureLookup(
  { sizes, requests }: LookupSettings,
  progress: (line: string) => void,
): Promise<Lookup[]> {
  const lookups: Lookup[] = [];
  for (const servers of sizes) {
    const instructions: Record<string, number> = {};
    for (const name of NAMES) {
      instructions[name] = await Box.with('profiled', (box) => count(box, name, servers, requests));
      progress(`lookup: ${name}, ${servers} servers: ${instructions[name].toFixed(0)} instructions`);
    }
    lookups.push({ servers, instructions });
  }
  return lookups;
}

async function count(box: Box, name: string, servers: number, requests: number): Promise<number> {
  await box.start('backends', BACKENDS);
  const conf = `${upstream('servers', name, servers)}
    server { listen 8080; ${VISITORS} location / { proxy_pass http://servers; } }`;
  const nginx = await box.nginx('tested', conf);
  await nginx.start(
    'valgrind',
    '--tool=callgrind',
    `--callgrind-out-file=${PROFILES}/profile.%p`,
    '--compress-strings=no',
    '--compress-pos=no',
    '-q',
  );
  const answers = await ask(
    box.port,
    Array.from({ length: requests }, (_, n) => question(n)),
  );
  const wrong = answers.find(({ status }) => status !== 200);
  if (wrong !== undefined) throw new Error(`${name}: ${wrong.status} ${wrong.error ?? ''}`);
  await nginx.stop();
  const { output: profile } = await box.run('sh', '-c', `cat ${PROFILES}/profile.*`);
  const costs = costsOf(profile, WANTED);
  return FUNCTIONS[name]!.reduce((sum, each) => sum + perRequest(costs.get(each), requests, each), 0);
}

function perRequest(cost: Cost | undefined, requests: number, name: string): number {
  if (cost?.calls !== requests) throw new Error(`${name}: ${cost?.calls ?? 0} calls at ${requests} requests`);
  return cost.instructions / requests;
}

/** The paths and visitors that wrk asks for (image/requests.lua). */
const question = (n: number): Question => ({
  path: `/catalog/${n + 1}?lang=${(n + 1) % 3}`,
  headers: { 'x-client': `${((n + 1) % 223) + 1}.${(n + 1) % 251}.${(n + 1) % 7}.9` },
});
