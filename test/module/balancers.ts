import { type RingServer, type Route, rings, type Shares, shares } from '../../cli/rings/index.js';
import { TRIED } from './ask.js';

/** A balancer's directive for the key $request_uri, and its arithmetic. */
export interface Balancer {
  readonly directive: string;
  readonly route: (servers: readonly RingServer[]) => Route;
}

/** One whose keys' shares can be computed too. */
export interface RingBalancer extends Balancer {
  readonly shares: Shares;
}

const of = (method: string, directive: string): Balancer => ({ directive, route: rings[method]! });
const ring = (method: keyof typeof shares, directive: string): RingBalancer => ({
  ...of(method, directive),
  shares: shares[method],
});

export const COMPATIBLE = ring('consistent_hash', 'consistent_hash $request_uri');
export const EVEN = ring('consistent_hash_even', 'consistent_hash $request_uri even');
export const NGINX_HASH = of('hash', 'hash $request_uri');
export const NGINX_CONSISTENT = ring('hash_consistent', 'hash $request_uri consistent');
export const IP_HASH = of('ip_hash', 'ip_hash');

/** A `server` line for each, with parameters where there are any; one for all that follow each other by one name. */
export const serverLines = (servers: readonly RingServer[], parameters = ''): string =>
  servers
    .filter(({ name }, n) => name === undefined || name !== servers[n - 1]?.name)
    .map(({ address, name = address, weight }) =>
      ['server', name, weight && `weight=${weight}`, parameters].filter(Boolean).join(' '),
    )
    .map((line) => `${line};`)
    .join('\n');

export const upstream = (name: string, { directive }: Balancer, lines: string): string =>
  `upstream ${name} {\n${directive};\n${lines}\n}\n`;

/** Every answer names itself: a backend for each of these addresses. */
export const backends = (servers: readonly RingServer[]): string =>
  [...new Set(servers.map(({ address }) => address))]
    .map((address) => `server { listen ${address}; location / { return 200 "${address}"; } }`)
    .join('\n');

/** The header by which an answer says which servers were tried. */
export const SAY_TRIED = `add_header ${TRIED} $upstream_addr always;`;

/** What an upstream with `keepalive` needs beside it. */
export const KEEPALIVE = `proxy_http_version 1.1; proxy_set_header Connection "";`;
