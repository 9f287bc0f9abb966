import type { RingServer } from '../../../cli/rings/index.js';

/** Keys whose owners the tables of these tests give, one digit a key: the pages of the shop, and some more. */
export const KEYS: readonly string[] = [
  ...['/', '/login', '/cart/items', '/counter?ms=5', '/me', '/cart', '/session'],
  ...Array.from({ length: 12 }, (_, i) => `/catalog/${i + 1}`),
  ...Array.from({ length: 45 }, (_, i) => `k${i}`),
];

/** Owners as one digit each, `-` for none. */
export const digits = (owners: readonly (number | undefined)[]): string =>
  owners.map((owner) => owner ?? '-').join('');

/** All servers but these are alive. */
export const without =
  (...dead: readonly number[]) =>
  (server: number): boolean =>
    !dead.includes(server);

/** The first backends of a lab, as nginx prints them. */
export const backends = (count: number): { address: string }[] =>
  Array.from({ length: count }, (_, i) => ({ address: `10.86.0.${11 + i}:80` }));

export const WEIGHTED: readonly RingServer[] = [
  { address: '192.168.1.86:80' },
  { address: '192.168.1.88:80', weight: 2 },
  { address: '192.168.1.89:80', weight: 5 },
];

export const MIXED: readonly RingServer[] = [
  { address: '[2001:db8::1]:80' },
  { address: 'unix:/run/app.sock' },
  { address: '10.0.0.1:8080' },
];
