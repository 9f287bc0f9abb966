import type { Role } from '../../core/index.js';
import type { Said, Settings, Taker } from './taker.js';

export interface StoreOrders {
  /** Those that this lab has; limits of others are nobody's business. */
  readonly roles: readonly Role[];
  /** Runs `lab-store` on a store's server; what it prints. */
  order(role: Role, order: readonly string[], purpose: string): Promise<string>;
}

/** Limits of stores, `store.<role>.<limit>`; a server that is started again has forgotten them. */
export function limitsOf({ roles, order }: StoreOrders): Taker {
  const known = (key: string): boolean => key.startsWith('store.') && roles.includes(placeOf(key).role);
  const set = async (key: string, value: string): Promise<void> => {
    const { role, limit } = placeOf(key);
    await order(role, ['set', limit, value], `set its ${limit} to ${value}`);
  };
  return {
    forgets: true,
    own: (settings) =>
      Object.fromEntries(
        Object.entries(settings)
          .filter(([key]) => known(key))
          .map(([key, value]) => [key, inBytes(value)]),
      ),
    ask: async (keys) => {
      const said: Record<string, Record<string, string | null>> = {};
      for (const key of keys) {
        const { role, limit } = placeOf(key);
        const value = await order(role, ['get', limit], `tell its ${limit}`);
        said[role] = { ...said[role], [key]: value === '' ? null : value };
      }
      return said as Said;
    },
    take: async (settings) => {
      for (const [key, value] of Object.entries(settings)) await set(key, value);
    },
    giveBack: async (before) => {
      for (const role of roles)
        for (const [key, value] of Object.entries(before[role] ?? {}))
          if (value !== null) await set(key, value);
    },
  };
}

function placeOf(key: string): { role: Role; limit: string } {
  const [, role = '', ...limit] = key.split('.');
  return { role, limit: limit.join('.') };
}

const UNITS: Settings = { kb: '1024', mb: String(1024 ** 2), gb: String(1024 ** 3) };

/** `32mb` as Redis says it back: 33554432 (redis.io, configuration: units are powers of 1,024). */
function inBytes(value: string): string {
  const [, number, unit = ''] = /^(\d+)([kmg]b)$/i.exec(value) ?? [];
  return number === undefined ? value : String(Number(number) * Number(UNITS[unit.toLowerCase()]));
}
