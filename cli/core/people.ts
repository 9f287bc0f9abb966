import { seededRandom, shuffled } from './random.js';
import type { Person } from './scenario.js';

/** 198.18.0.0/15 is reserved for tests of networks (RFC 2544), so no real visitor has such an address. */
export const MAX_PEOPLE = 512;

/** Addresses of one /24, without the first and the last. */
const MAX_NEIGHBOURS = 254;

/** Visitors with fixed names, each with a source address in another /24: nginx's `ip_hash` looks at the /24 only. */
export function people(count: number, seed: number): Person[] {
  const random = seededRandom(seed);
  const networks = shuffled(
    Array.from({ length: MAX_PEOPLE }, (_, i) => i),
    random,
  ).slice(0, count);
  return networks.map((network, i) => ({
    number: i + 1,
    user: `visitor-${i + 1}`,
    address: `198.${18 + (network >> 8)}.${network & 255}.${hostOctet(random)}`,
  }));
}

/** Visitors with different addresses of one and the same /24: 254 at most. */
export function neighbours(count: number, seed: number): Person[] {
  const random = seededRandom(seed);
  const network = Math.floor(random() * MAX_PEOPLE);
  const hosts = shuffled(
    Array.from({ length: MAX_NEIGHBOURS }, (_, i) => 1 + i),
    random,
  ).slice(0, count);
  return hosts.map((host, i) => ({
    number: i + 1,
    user: `visitor-${i + 1}`,
    address: `198.${18 + (network >> 8)}.${network & 255}.${host}`,
  }));
}

/** The same visitors with a route cookie each from an earlier visit, of the form of nginx's $request_id: where a balancer
 * looks at it, it is known beforehand which backend is theirs. */
export const returning = (count: number, seed: number): Person[] =>
  people(count, seed).map((person) => ({
    ...person,
    route: hexadecimal(32, seededRandom(seed * 1_000 + person.number)),
  }));

/** Another address of the same /24; for the same address always the same one. */
export function addressNearby(address: string): string {
  const octets = octetsOf(address);
  const step = 1 + Math.floor(seededRandom(numberOf(octets))() * (MAX_NEIGHBOURS - 1));
  const host = 1 + ((octets[3] - 1 + step) % MAX_NEIGHBOURS);
  return [...octets.slice(0, 3), host].join('.');
}

/** An address in the other /16 of 198.18.0.0/15; for the same address always the same one. */
export function addressFarAway(address: string): string {
  const octets = octetsOf(address);
  const random = seededRandom(numberOf(octets));
  return [octets[0], octets[1] ^ 1, Math.floor(random() * 256), hostOctet(random)].join('.');
}

export const inSameNetwork = (one: string, other: string): boolean => networkOf(one) === networkOf(other);

const networkOf = (address: string): string => address.slice(0, address.lastIndexOf('.'));

type Octets = [number, number, number, number];
const octetsOf = (address: string): Octets => address.split('.').map(Number) as Octets;
const numberOf = (octets: Octets): number => octets.reduce((sum, octet) => sum * 256 + octet, 0);
const hostOctet = (random: () => number): number => 1 + Math.floor(random() * MAX_NEIGHBOURS);
const hexadecimal = (digits: number, random: () => number): string =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
