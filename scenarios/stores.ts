import {
  type Case,
  type Expectation,
  type FaultKind,
  hasStoreServer,
  holdsCalm,
  type Operation,
  type Person,
  people,
  type Role,
  type ScenarioFault,
  type Strategy,
  TIMED_OUT,
} from '../cli/core/index.js';
import { afterCalm } from './expect.js';

/** Servers that hold the sessions of these strategies, each once. */
export const storeRoles = (strategies: readonly Strategy[]): Role[] => [
  ...new Set(strategies.flatMap(({ store }) => store.servers)),
];

/** One fault on servers of the stores, all at once; none where no chosen strategy has any. */
export const onStores =
  (
    kind: FaultKind,
    roles: (strategies: readonly Strategy[]) => readonly Role[] = storeRoles,
  ): ScenarioFault['waves'] =>
  (strategies) => {
    const hit = roles(strategies);
    return hit.length > 0 ? [{ kind, roles: hit }] : [];
  };

/** What happens to a store server cannot concern who has none. */
export const hasNoStore = (strategy: Strategy): boolean => holdsCalm(strategy) && !hasStoreServer(strategy);

/** Who waited in vain waits on, and asks no further: each further request would hold a worker of a backend as long. */
export const waitsInVain = ({ error }: Operation): boolean => error === TIMED_OUT;

/** With a store that is silent each visitor holds a worker of a backend until its session handler gives up: with more of
 * them the other strategies would find no free one. */
export const fewEnough = (wanted: number, seed: number): Person[] => people(Math.min(wanted, 24), seed);

/** What is expected where something happens to the stores. */
export const expectOfStore = (here: Case, then: (calm: Expectation) => Expectation): Expectation =>
  afterCalm(here, (calm) =>
    hasStoreServer(here.strategy) ? then(calm) : { ...calm, because: 'it has no store server' },
  );

/** What is expected where the stores are away for a while and come back.
 * @param meanwhile what visitors see while they are away, as a clause */
export const expectStoresAway = (here: Case, meanwhile: string): Expectation =>
  expectOfStore(here, () => ({
    ...(here.strategy.store.traits.persistent
      ? { verdict: 'degrades', because: `${meanwhile}, and it finds its data again when it is back` }
      : { verdict: 'breaks', because: `${meanwhile}, and its memory is empty when it is back` }),
    ...sourceOfMemory(here.strategy),
  }));

/** Where it is written what a store's server remembers when it is started again. */
function sourceOfMemory({ store }: Strategy): Pick<Expectation, 'source'> {
  const source = SOURCES[store.servers[0]!];
  return source === undefined ? {} : { source };
}

/** By the store's first server. */
const SOURCES: Readonly<Record<string, string>> = {
  redis: 'redis.io/docs/latest/operate/oss_and_stack/management/persistence',
  mysql: 'mariadb.com/docs/server/server-usage/storage-engines/innodb/innodb-redo-log',
  'galera-1': 'galeracluster.com/library/documentation/crash-recovery.html',
  memcached: 'github.com/memcached/memcached/wiki/WarmRestart',
  'memcache-1': 'github.com/memcached/memcached/wiki/WarmRestart',
};
