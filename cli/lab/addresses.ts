import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { EXIT, LabError } from '../core/index.js';
import { docker } from './docker.js';
import { LABEL } from './labels.js';

/** IPv4 networks as numbers: address of the network and length of its prefix. */
interface Cidr {
  readonly base: number;
  readonly prefix: number;
}

/** Addresses in a lab's subnet, a /23: its first half is the network `web`, its second half the network `data`. */
export const HOST = { nginx: 2, firstBackend: 11, firstStore: 101 } as const;

/** Candidates for a lab's subnet, in order; the first free one is taken, so that the first lab has the same addresses on
 * most machines and a ring predicts the same there. */
const CANDIDATES = Array.from({ length: 64 }, (_, i) => `10.86.${2 * i}.0/23`);

export const webAddress = (subnet: string, host: number): string => fromNumber(parse(subnet).base + host);
export const dataAddress = (subnet: string, host: number): string =>
  fromNumber(parse(subnet).base + 256 + host);
export const webCidr = (subnet: string): string => `${webAddress(subnet, 0)}/24`;
export const dataCidr = (subnet: string): string => `${dataAddress(subnet, 0)}/24`;

/** Checks the form of a subnet that a user gave: a /23. */
export function checkSubnet(subnet: string): string {
  const cidr = /^\d{1,3}(\.\d{1,3}){3}\/23$/.test(subnet) ? parse(subnet) : undefined;
  const octets = subnet.split('/')[0]!.split('.').map(Number);
  if (!cidr || octets.some((octet) => octet > 255) || cidr.base % 512 !== 0) {
    throw new LabError({
      subject: `subnet ${JSON.stringify(subnet)}`,
      reason: 'is not an IPv4 network with 23 bits',
      hint: `Give one like ${CANDIDATES[0]}.`,
      exitCode: EXIT.usage,
    });
  }
  return subnet;
}

/**
 * The subnet for a new lab: the wanted one, or the first candidate that overlaps neither a network of Docker nor a route
 * of this machine.
 * @throws LabError exit 3 where it is taken, or none is free.
 */
export async function freeSubnet(wanted: string | undefined, lab: string): Promise<string> {
  const taken = [...(await dockerNetworks(lab)), ...(await hostNetworks())];
  const free = (wanted ? [wanted] : CANDIDATES).find(
    (candidate) => !taken.some((other) => overlap(candidate, other)),
  );
  if (free) return free;
  throw new LabError({
    subject: wanted ? `subnet ${wanted}` : 'subnets',
    reason: wanted
      ? 'is in use on this machine'
      : `all ${CANDIDATES.length} candidates are in use on this machine`,
    hint: wanted
      ? 'Leave --subnet out, or choose another one.'
      : 'Choose one with --subnet, or remove old networks.',
    exitCode: EXIT.environment,
  });
}

async function dockerNetworks(lab: string): Promise<string[]> {
  const networks = await docker.listNetworks();
  return networks
    .filter((network) => network.Labels?.[LABEL] !== lab)
    .flatMap((network) => network.IPAM?.Config ?? [])
    .flatMap((config) => config.Subnet ?? [])
    .filter((subnet) => !subnet.includes(':'));
}

/** Routes where the kernel shows them (Linux); elsewhere the networks of the interfaces. */
async function hostNetworks(): Promise<string[]> {
  const routes = await readFile('/proc/net/route', 'utf8').catch(() => undefined);
  if (routes === undefined) {
    return Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .flatMap((address) => (address.family === 'IPv4' && address.cidr ? [address.cidr] : []));
  }
  return routesIn(routes);
}

/** The networks in the text of /proc/net/route, but for Docker's bridges, of which Docker itself knows more. */
export function routesIn(text: string): string[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .filter(([device, , , flags]) => device && !device.startsWith('br-') && flags)
    .flatMap(([, destination, , , , , , mask]) => {
      const prefix = bits(littleEndian(mask!));
      // A default route takes nothing, nor do its halves, with which a VPN covers it.
      return prefix < 8 ? [] : [`${fromNumber(littleEndian(destination!))}/${prefix}`];
    });
}

const littleEndian = (hex: string): number => Buffer.from(hex, 'hex').readUInt32LE(0);
const bits = (mask: number): number => mask.toString(2).replaceAll('0', '').length;

function parse(cidr: string): Cidr {
  const [address, prefix] = cidr.split('/');
  const base = address!.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { base, prefix: Number(prefix) };
}

function overlap(a: string, b: string): boolean {
  const [one, two] = [parse(a), parse(b)];
  const size = 2 ** (32 - Math.min(one.prefix, two.prefix));
  return Math.floor(one.base / size) === Math.floor(two.base / size);
}

const fromNumber = (n: number): string => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.');
