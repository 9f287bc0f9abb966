import { isIPv4, isIPv6 } from 'node:net';
import type { RingServer, Route } from './types.js';

/** nginx folds once more after each of this many tries that found no server, then goes on by round robin. */
const MAX_TRIES = 20;

/**
 * nginx's `ip_hash`: the first three octets of an IPv4 address, or all 16 of an IPv6 address, folded with 113 modulo
 * 6271, modulo the sum of the weights; a server that is not to be used makes it fold the octets in once more. Source:
 * nginx 1.26, `ngx_http_upstream_ip_hash_module.c`, and the directive's documentation.
 */
export function ipHash(servers: readonly RingServer[]): Route {
  const weights = servers.map((server) => server.weight ?? 1);
  const ends = weights.map((_, i) => weights.slice(0, i + 1).reduce((sum, weight) => sum + weight, 0));
  const total = ends.at(-1) ?? 0;
  return (address, alive = () => true) => {
    const octets = octetsOf(address);
    let hash = 89;
    for (let tries = 0; tries <= MAX_TRIES; tries++) {
      for (const octet of octets) hash = (hash * 113 + octet) % 6271;
      const server = ends.findIndex((end) => hash % total < end);
      if (alive(server)) return server;
    }
    return undefined;
  };
}

/** The octets that count. A client without an address, at a unix socket, counts as three zeros; an IPv4 address written
 * as an IPv6 one is an IPv6 address. */
function octetsOf(address: string): number[] {
  if (isIPv4(address)) return address.split('.').slice(0, 3).map(Number);
  if (!isIPv6(address)) return [0, 0, 0];
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':').flatMap(octetsOfGroup));
  return [...head, ...Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

function octetsOfGroup(group: string): number[] {
  if (group === '') return [];
  if (isIPv4(group)) return group.split('.').map(Number);
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}
