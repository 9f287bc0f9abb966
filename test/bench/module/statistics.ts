/** What a benchmark reports of a row of values: the median, and between which values the middle half of them lies. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Linear between the two nearest values. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at % 1);
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/** Ratios within each round, so that what disturbs a whole round does not count. */
export const ratios = (values: readonly number[], reference: readonly number[]): Spread =>
  spread(values.map((value, round) => value / reference[round]!));

/** The order of a round: starts two places on, and every second round goes backwards, so that each of an odd number of
 * things comes first as often, over twice as many rounds. */
export function inTurn<T>(things: readonly T[], round: number): T[] {
  const at = (2 * round) % things.length;
  const order = [...things.slice(at), ...things.slice(0, at)];
  return round % 2 === 0 ? order : order.reverse();
}
