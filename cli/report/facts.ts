import type { Run } from '../core/index.js';

/** Something that a reader needs to judge or to repeat the run. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** The run's own data in the order in which people ask for them; what is not on record says so. */
export function facts(run: Run): Fact[] {
  return [
    { label: 'run', value: run.id },
    { label: 'started', value: moment(run.started) },
    { label: 'ended', value: ending(run) },
    { label: 'seed', value: `${run.seed}` },
    { label: 'visitors', value: `${run.visitors} for each strategy` },
    { label: 'backends', value: counted(run.backends) },
    { label: 'subnet', value: run.subnet || 'not recorded' },
    ...(run.replaced ? [{ label: 'replaced', value: joined(run.replaced, ' from ') }] : []),
  ];
}

/** Settings that the run recorded, or that it recorded none. */
export const settings = (run: Run): string => joined(run.settings, '=') || 'all at their defaults';
export const versions = (run: Run): string => joined(run.versions, ' ') || 'not recorded';

const joined = (record: Readonly<Record<string, string>>, between: string): string =>
  Object.entries(record)
    .map(([name, value]) => `${name}${between}${value}`)
    .join(', ');

const counted = (items: readonly string[]): string =>
  items.length === 0 ? 'not recorded' : `${items.length} (${items.join(', ')})`;

/** "2026-01-09 21:30:02 UTC" */
const moment = (iso: string): string => iso.replace(/^(\S+)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, '$1 $2 UTC');

function ending({ started, ended }: Run): string {
  if (!ended) return 'not recorded';
  const seconds = Math.round((Date.parse(ended) - Date.parse(started)) / 1000);
  if (!(seconds >= 0)) return moment(ended);
  const minutes = Math.floor(seconds / 60);
  return `${moment(ended)}, after ${minutes > 0 ? `${minutes} min ` : ''}${seconds % 60} s`;
}
