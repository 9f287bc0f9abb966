import { type MeasureName, type Measures, PREDICTED } from '../../cli/core/index.js';

type Numbers = Readonly<Record<string, number | undefined>>;

/** Heads of columns; another measure is called as its name says. */
const HEADS: Partial<Record<MeasureName, string>> = {
  guestAnswers: 'guests',
  otherUser: 'somebody else',
  movedSessions: 'moved',
  failedRequests: 'failed',
  hungRequests: 'hung',
  lostWrites: 'lost',
  recoverySeconds: 'recovery',
  maxShare: 'busiest',
  keptDuring: 'kept meanwhile',
  backendsSeen: 'backends',
};

/** "movedSessions" → "moved", "staleReads" → "stale reads" */
export const headOf = (name: string): string =>
  HEADS[name as MeasureName] ?? name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);

/** The measure of which that is the number computed beforehand, where it is one. */
export const foretoldBy = (name: string): string | undefined =>
  Object.entries(PREDICTED).find(([, prediction]) => prediction === name)?.[0];

/** The number computed beforehand of a measure; empty where there is none. */
export const predictionOf = (name: string): string => PREDICTED[name as MeasureName] ?? '';

/** A number of a measure with its unit, where it is not a plain count. */
export function formatted(name: string, value: number): string {
  if (name === 'maxShare') return `${Math.round(value * 100)} %`;
  if (name.endsWith('Seconds')) return `${Math.round(value * 10) / 10} s`;
  return `${Math.round(value * 100) / 100}`;
}

/** "moved 10, backends 3" */
export const predictedNumbers = (predicted: Measures): string =>
  Object.entries(predicted as Numbers)
    .map(([name, value = 0]) => `${headOf(foretoldBy(name) ?? name)} ${formatted(name, value)}`)
    .join(', ');
