import type { Measures, StrategyEvidence } from '../core/index.js';

/** What was counted of the strategy's store when it was full. */
export function filling({ strategy, numbers }: StrategyEvidence): Measures {
  const counted = strategy.store.servers.map((role) => numbers[role] ?? {});
  const sum = (name: 'evictions' | 'slabWasteBytes'): Measures => {
    const all = counted.flatMap((one) => one[name] ?? []);
    return all.length > 0 ? { [name]: all.reduce((total, n) => total + n, 0) } : {};
  };
  return { ...sum('evictions'), ...sum('slabWasteBytes') };
}
