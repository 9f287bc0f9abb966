import { type Cell, type MeasureName, type Measures, PREDICTED, type PredictionName } from '../core/index.js';

interface Wording {
  readonly label: string;
  readonly unit: string;
  readonly percent?: true;
}

/** In the order in which tables show them. Complete by type: a new measure in core asks for its words here. */
const WORDINGS: Readonly<Record<Exclude<MeasureName, PredictionName>, Wording>> = {
  sessionsStarted: { label: 'Logged in', unit: 'visitors' },
  keptDuring: {
    label: 'Right user in every answer during the fault (no fault: all along)',
    unit: 'visitors',
  },
  keptAfter: { label: 'Right user, cart and counter in the end', unit: 'visitors' },
  guestAnswers: { label: 'Answered as a guest after the login', unit: 'visitors' },
  otherUser: { label: 'Answered as another user', unit: 'visitors' },
  movedSessions: { label: 'Moved to another backend', unit: 'visitors' },
  keptLastOctet: {
    label: 'Right user after the last octet of the address had changed',
    unit: 'visitors',
  },
  keptOtherNetwork: {
    label: 'Right user at an address in another /16',
    unit: 'visitors',
  },
  trials: { label: 'Writes that were acknowledged and read at once', unit: 'trials' },
  readElsewhere: { label: 'Of these, read on another backend', unit: 'trials' },
  staleReads: { label: 'Of these, read in an older state', unit: 'trials' },
  requestsAtOnce: { label: 'Requests of a visitor under way at the same moment', unit: 'requests' },
  refusedRequests: { label: 'Parallel requests that were refused', unit: 'requests' },
  doneWrites: { label: 'Writes under way that were acknowledged and done', unit: 'writes' },
  refusedWrites: {
    label: 'Writes under way that were not acknowledged and not done',
    unit: 'writes',
  },
  untoldWrites: {
    label: 'Writes under way that were not acknowledged and done all the same',
    unit: 'writes',
  },
  lostWrites: { label: 'Acknowledged writes that were gone in the end', unit: 'writes' },
  doubledWrites: { label: 'Writes that were done more than once', unit: 'writes' },
  evictions: { label: 'Sessions that the store threw out', unit: 'sessions' },
  slabWasteBytes: { label: 'Memory that the full store has taken and not used', unit: 'bytes' },
  requests: { label: 'Requests sent', unit: 'requests' },
  failedRequests: { label: 'Requests that failed', unit: 'requests' },
  hungRequests: { label: 'Requests without an answer in time', unit: 'requests' },
  recoverySeconds: { label: 'From the heal until every visitor was well', unit: 'seconds' },
  backendsSeen: { label: 'Backends that answered', unit: 'backends' },
  backendsWithSession: { label: 'Most backends for one visitor’s pages with a session', unit: 'backends' },
  backendsWithoutSession: { label: 'Most backends for one visitor’s other pages', unit: 'backends' },
  maxShare: { label: 'Share of the busiest backend', unit: '% of requests', percent: true },
};

/** One line of a table of measures; numbers are formatted. `undefined`: not measured. */
export interface MeasureRow {
  readonly label: string;
  readonly unit: string;
  readonly observed: string | undefined;
  readonly predicted?: string;
  /** Observed and predicted are both there and differ. */
  readonly differs: boolean;
}

export function measureRows(measures: Measures): MeasureRow[] {
  const numbers: Readonly<Record<string, number | undefined>> = { ...measures };
  const worded = Object.entries<Wording>(WORDINGS);
  const foretold: Readonly<Record<string, string | undefined>> = PREDICTED;
  const known = new Set(worded.flatMap(([name]) => [name, foretold[name] ?? name]));
  const others = Object.keys(numbers)
    .filter((name) => !known.has(name))
    .map((name): [string, Wording] => [name, { label: inWords(name), unit: '' }]);
  return [...worded, ...others].flatMap(([name, wording]) => {
    const observed = numbers[name];
    const predicted = numbers[foretold[name] ?? ''];
    if (observed === undefined && predicted === undefined) return [];
    return {
      label: wording.label,
      unit: wording.unit,
      observed: observed === undefined ? undefined : formatted(observed, wording),
      ...(predicted !== undefined && { predicted: formatted(predicted, wording) }),
      differs: observed !== undefined && predicted !== undefined && observed !== predicted,
    };
  });
}

/** "Moved to another backend: 8 visitors, 8 predicted.", for each number that was computed beforehand. */
export function predictions({ measures }: Cell): string[] {
  return measureRows(measures)
    .filter(({ predicted }) => predicted !== undefined)
    .map(
      (row) =>
        `${row.label}: ${row.observed ? `${row.observed} ${row.unit}` : 'not measured'}, ${row.predicted} predicted.`,
    );
}

/** What a judged cell should have and has not. */
export function missingMeasures({ verdict, measures }: Cell): string | undefined {
  if (verdict === 'n/a') return undefined;
  if (Object.keys(measures).length === 0) return 'No measures were recorded.';
  const absent = (['sessionsStarted', 'keptAfter'] as const).filter((name) => measures[name] === undefined);
  if (absent.length === 0) return undefined;
  return `Not measured: ${absent.map((name) => `“${WORDINGS[name].label}”`).join(', ')}.`;
}

const formatted = (value: number, { percent }: Wording): string =>
  (percent ? value * 100 : value).toLocaleString('en-US', { maximumFractionDigits: percent ? 0 : 2 });

/** "staleReads" → "Stale reads" */
const inWords = (name: string): string =>
  name
    .replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)
    .replace(/^./, (first) => first.toUpperCase());
