import { randomBytes } from 'node:crypto';
import { RUN_SCHEMA, type Run, type Scenario, type Strategy } from '../core/index.js';
import { shuffledBySeed } from '../engine/index.js';
import { packageVersion } from '../lab/index.js';
import type { Interruption } from './interruption.js';

/** What is played, and where to. */
export interface Programme {
  readonly scenarios: readonly Scenario[];
  readonly strategies: readonly Strategy[];
  readonly visitors: number;
  readonly seed: number;
  /** Folder of the saved runs. */
  readonly runsDir: string;
  readonly stop: Interruption;
}

/** What a run says of its lab, or of the labs that it will have. */
export type Place = Pick<Run, 'settings' | 'subnet' | 'backends' | 'unavailable' | 'replaced' | 'versions'>;

/** A run as it begins. */
export function beginning(
  { scenarios, strategies, visitors, seed }: Programme,
  { versions, unavailable = {}, replaced = {}, ...place }: Place,
  different: Pick<Run, 'notes' | 'isolated'>,
): Run {
  const started = new Date();
  return {
    schema: RUN_SCHEMA,
    id: `${started.toISOString().slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`,
    seed,
    started: started.toISOString(),
    ...place,
    versions: { lab: packageVersion(), node: process.versions.node, ...versions },
    visitors,
    strategies: strategies.map(({ id }) => id),
    ...outsideCatalogue(strategies),
    ...(Object.keys(unavailable).length > 0 && { unavailable }),
    ...(Object.keys(replaced).length > 0 && { replaced }),
    scenarios: scenarios.map(({ id }) => id),
    order: shuffledBySeed(scenarios, seed).map(({ id }) => id),
    ...different,
    cells: [],
  };
}

/** What a report must know of free pairs and people's own strategies; where their folder was is nobody's business. */
function outsideCatalogue(strategies: readonly Strategy[]): Pick<Run, 'own'> {
  const own = strategies
    .filter(({ origin }) => origin)
    .map(({ origin: _, store: { ownServers: __, ...store }, ...rest }) => ({ ...rest, store }));
  return own.length > 0 ? { own } : {};
}
