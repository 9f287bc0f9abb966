import { expect } from 'chai';
import type { RingServer } from '../../cli/rings/index.js';
import { ask, type Question } from './ask.js';
import {
  type Balancer,
  backends,
  COMPATIBLE,
  EVEN,
  IP_HASH,
  KEEPALIVE,
  NGINX_CONSISTENT,
  NGINX_HASH,
  SAY_TRIED,
  serverLines,
  upstream,
} from './balancers.js';
import { Box, HOSTS } from './box.js';
import { BUILDS, keysIn } from './settings.js';

const numbered = (count: number, address: (n: number) => string, weight?: (n: number) => number) =>
  Array.from(
    { length: count },
    (_, n): RingServer => ({ address: address(n), ...(weight && { weight: weight(n) }) }),
  );

/** A server for each address of the host. */
const hosted = (host: string, port: number): RingServer[] =>
  HOSTS[host]!.map((address) => ({
    address: `${address}:${port}`,
    name: port === 80 ? host : `${host}:${port}`,
  }));

const CONFIGURATIONS: Readonly<Record<string, readonly RingServer[]>> = {
  'three IPv4 addresses': numbered(3, (n) => `127.0.1.${n + 1}:8000`),
  'ten with weights of 1 to 5': numbered(
    10,
    (n) => `127.0.2.${n + 1}:8000`,
    (n) => (n % 5) + 1,
  ),
  'IPv6 addresses': numbered(
    4,
    (n) => `[::1]:${8100 + n}`,
    (n) => (n % 2) + 1,
  ),
  'unix sockets': [
    ...numbered(5, (n) => `unix:/run/backend-${n}.sock`),
    // As long as a path of a socket can be: 107 bytes.
    { address: `unix:/run/a-${'long-'.repeat(19)}.sock`, weight: 7 },
  ],
  'all kinds of addresses': [
    { address: '127.0.3.1:80', weight: 2 },
    { address: '[::1]:8200' },
    { address: 'unix:/run/mixed.sock', weight: 3 },
    { address: '127.0.3.1:8200' },
  ],
  'names in place of addresses': [
    { address: '127.0.3.1:80', name: '127.0.3.1' },
    ...hosted('one.example', 80),
    ...hosted('two.example', 8300).map((server) => ({ ...server, weight: 2 })),
    // A second time: the first has its keys.
    { address: '127.0.3.1:80' },
  ],
  '300 addresses': numbered(300, (n) => `127.0.${4 + (n >> 7)}.${(n & 127) + 1}:8000`),
};

const NAMES = Object.keys(CONFIGURATIONS);

describe('the ring in a real nginx', () => {
  const check = async (box: Box, balancers: readonly Balancer[], keys: number) => {
    await box.start('backends', backends(Object.values(CONFIGURATIONS).flat()));
    const conf = balancers.flatMap((balancer, b) =>
      Object.values(CONFIGURATIONS).map((servers, c) => ({
        upstream: upstream(`u${b}_${c}`, balancer, `${serverLines(servers)}\nkeepalive 16;`),
        location: `location /${b}/${c}/ { proxy_pass http://u${b}_${c}; }`,
      })),
    );
    await box.start(
      'tested',
      `${conf.map((one) => one.upstream).join('')}
      server {
        listen 8080;
        set_real_ip_from 0.0.0.0/0;
        real_ip_header X-Client;
        ${SAY_TRIED}
        ${KEEPALIVE}
        ${conf.map((one) => one.location).join('\n')}
      }`,
    );
    for (const [b, balancer] of balancers.entries())
      for (const [c, name] of NAMES.entries()) {
        const servers = CONFIGURATIONS[name]!;
        const route = balancer.route(servers);
        const questions = Array.from({ length: keys }, (_, n) => questionOf(balancer, `/${b}/${c}`, n));
        const answers = await ask(box.port, questions);
        const wrong = answers.flatMap(({ status, body, tried }, n) => {
          const { path, headers } = questions[n]!;
          const key = headers?.['x-client'] ?? path;
          const owner = route(key);
          // nginx's own ring knows servers by their names, and takes turns among the addresses of one.
          const owners = owner === undefined ? hosted('two.example', 8300) : [servers[owner]!];
          return status === 200 && owners.some(({ address }) => body === address && tried.join() === address)
            ? []
            : [{ key, owners, status, body, tried }];
        });
        expect(wrong, `${balancer.directive}, ${name}`).to.deep.equal([]);
        expect(new Set(answers.map(({ body }) => body)).size, name).to.be.above(1);
      }
  };

  for (const build of BUILDS) {
    it(`${build}: ${keysIn(build)} keys go where the ring says, in ${NAMES.length} configurations, compatible and even`, () =>
      Box.with(build, (box) => check(box, [COMPATIBLE, EVEN], keysIn(build))));
  }

  if (BUILDS.includes('static'))
    it("nginx's own balancers send keys where their arithmetic says", () =>
      Box.with('static', (box) => check(box, [IP_HASH, NGINX_HASH, NGINX_CONSISTENT], 1000)));
});

/** ip_hash looks at the visitor's address: every fourth has one of IPv6. */
function questionOf(balancer: Balancer, prefix: string, n: number): Question {
  if (balancer !== IP_HASH) return { path: `${prefix}/catalog/${n}?lang=${n % 3}` };
  const client =
    n % 4 === 0
      ? `2001:db8::${(n * 7919).toString(16).slice(-4)}:${n}`
      : `${(n % 223) + 1}.${n % 251}.${n % 7}.9`;
  return { path: `${prefix}/`, headers: { 'x-client': client } };
}
