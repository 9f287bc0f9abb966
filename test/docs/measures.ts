import type { MeasureName, Measures } from '../../cli/core/index.js';
import { clause } from './words.js';

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

const PREDICTED = /^predicted(?=[A-Z])/;

export const isPrediction = (name: string): boolean => PREDICTED.test(name);

/** "predictedLastOctet" → "lastOctet" */
const whatIsPredicted = (name: string): string => clause(name.replace(PREDICTED, ''));

/** The measure among these whose number was predicted: `movedSessions` for `predictedMoved`. Its name contains what the
 * other one's says after `predicted`. */
export const observedFor = (prediction: string, names: readonly string[]): string | undefined => {
  const what = whatIsPredicted(prediction).toLowerCase();
  return names.find((name) => !isPrediction(name) && name.toLowerCase().includes(what));
};

/** A number of a measure with its unit, where it is not a plain count. */
export function formatted(name: string, value: number): string {
  if (name === 'maxShare') return `${Math.round(value * 100)} %`;
  if (name.endsWith('Seconds')) return `${Math.round(value * 10) / 10} s`;
  return `${Math.round(value * 100) / 100}`;
}

/** "moved 10, backends 3" */
export const predictedNumbers = (predicted: Measures): string =>
  Object.entries(predicted as Numbers)
    .map(([name, value = 0]) => `${headOf(whatIsPredicted(name))} ${formatted(name, value)}`)
    .join(', ');
