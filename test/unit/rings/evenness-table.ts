import { type RingServer, shares, unevenness, wellMixed } from '../../../cli/rings/index.js';

const RINGS = ['consistent_hash', 'consistent_hash_even', 'hash_consistent'] as const;

/** Numbers of servers, and over how many subnets of the kind below the figures are taken. */
const SIZES: readonly (readonly [servers: number, subnets: number])[] = [
  [3, 1000],
  [10, 1000],
  [50, 40],
  [300, 40],
];

export interface Evenness {
  readonly servers: number;
  /** Root mean square of the unevenness over the subnets. */
  readonly rms: Readonly<Record<(typeof RINGS)[number], number>>;
  /** Share of the busiest server over the mean share, averaged over the subnets. */
  readonly busiest: Readonly<Record<(typeof RINGS)[number], number>>;
  readonly wellMixed: number;
}

/** Servers of a subnet: 10.<s div 256>.<s mod 256>.11 and the following addresses, beyond .255 those of the next one. */
export const subnet = (s: number, servers: number): RingServer[] =>
  Array.from({ length: servers }, (_, i) => {
    const host = s * 256 + 11 + i;
    return { address: `10.${host >> 16}.${(host >> 8) & 255}.${host & 255}:80` };
  });

export const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

export const rootMeanSquare = (numbers: readonly number[]): number =>
  Math.sqrt(mean(numbers.map((one) => one ** 2)));

export const evennessTable = (): Evenness[] =>
  SIZES.map(([servers, subnets]) => {
    const figures = RINGS.map((ring) => {
      const all = Array.from({ length: subnets }, (_, s) => shares[ring](subnet(s, servers)));
      return {
        ring,
        rms: rootMeanSquare(all.map(unevenness)),
        busiest: mean(all.map((some) => Math.max(...some) * servers)),
      };
    });
    const each = (figure: 'rms' | 'busiest') =>
      Object.fromEntries(
        figures.map(({ ring, [figure]: value }) => [ring, value]),
      ) as Evenness[typeof figure];
    return { servers, rms: each('rms'), busiest: each('busiest'), wellMixed: wellMixed(servers) };
  });
