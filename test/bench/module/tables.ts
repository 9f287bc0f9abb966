import { NAMES, REFERENCE } from './balancers.js';
import type { Lookup } from './lookup.js';
import type { Reading, Readings } from './reading.js';
import { ratios, type Spread, spread } from './statistics.js';
import type { Load, Loads } from './throughput.js';

/** Where and with what it was measured. */
export interface Conditions {
  readonly nginx: string;
  readonly cores: string;
  /** Before the run: what others do on the machine. */
  readonly loadAverage: number;
  readonly throughput: string;
  readonly lookup: string;
  readonly reading: string;
}

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const shown = ({ median, low, high }: Spread, digits = 0): string =>
  `${number(median, digits)} (${number(low, digits)}–${number(high, digits)})`;

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [heads, heads.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );

const TITLES = {
  kept: 'connections to the servers are kept',
  new: 'a new connection for every request',
} as const;

function throughputTables(groups: readonly Loads[]): string[] {
  return groups.flatMap(({ connections, servers, runs }) => {
    const of = (name: string, what: keyof Load) => runs[name]!.map((run) => run[what]);
    const rows = NAMES.map((name) => {
      const compared = (what: keyof Load) =>
        name === REFERENCE ? '1' : shown(ratios(of(name, what), of(REFERENCE, what)), 3);
      return [
        name,
        shown(spread(of(name, 'rate'))),
        compared('rate'),
        shown(spread(of(name, 'cpu')), 1),
        compared('cpu'),
        shown(spread(of(name, 'p50'))),
        shown(spread(of(name, 'p99'))),
        number(spread(of(name, 'busy')).median * 100),
      ];
    });
    const heads = ['requests/s', 'ratio', 'CPU µs/request', 'ratio', 'p50 µs', 'p99 µs', 'worker busy %'];
    return ['', `#### ${servers} servers, ${TITLES[connections]}`, '', ...table(['', ...heads], rows)];
  });
}

const lookupTable = (lookups: readonly Lookup[]): string[] =>
  table(
    ['servers', ...NAMES],
    lookups.map(({ servers, instructions }) => [
      number(servers),
      ...NAMES.map((name) => number(instructions[name]!)),
    ]),
  );

function readingTables(groups: readonly Readings[]): string[] {
  return groups.flatMap(({ servers, runs }) => {
    const of = (name: string, what: keyof Reading) => runs[name]!.map((run) => run[what]);
    const rows = NAMES.map((name) => {
      const compared = (what: keyof Reading) =>
        name === REFERENCE ? '1' : shown(ratios(of(name, what), of(REFERENCE, what)), 2);
      const size = (what: keyof Reading) => number(spread(of(name, what)).median / 1024, 1);
      return [
        name,
        shown(spread(of(name, 'check')), 1),
        compared('check'),
        shown(spread(of(name, 'reload')), 1),
        compared('reload'),
        size('checkMemory'),
        `${size('master')} (${size('masterPeak')})`,
        size('worker'),
      ];
    });
    const heads = [
      '`nginx -t` ms',
      'ratio',
      'reload ms',
      'ratio',
      '`-t` MiB',
      'master (peak) MiB',
      'worker MiB',
    ];
    return ['', `#### ${number(servers)} servers`, '', ...table(['', ...heads], rows)];
  });
}

export const report = (
  { nginx, cores, loadAverage, throughput, lookup, reading }: Conditions,
  loads: readonly Loads[],
  lookups: readonly Lookup[],
  readings: readonly Readings[],
): string =>
  [
    `nginx ${nginx}, ${cores}; load average ${number(loadAverage, 1)} before the run. Each value is the median, in`,
    'parentheses the middle half of the rounds. Ratios are to `hash … consistent` in the same round.',
    '',
    `### Throughput and latency: ${throughput}`,
    ...throughputTables(loads),
    '',
    `### Instructions to choose a server: ${lookup}`,
    '',
    ...lookupTable(lookups),
    '',
    `### Reading a configuration: ${reading}`,
    ...readingTables(readings),
  ].join('\n');
