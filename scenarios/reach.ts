import { type Case, type Journey, needsSession } from '../cli/core/index.js';
import { NEGLIGIBLE } from './expect.js';
import { backendsOfPages, homes } from './predict.js';

/** Requests of one kind, by their paths. */
interface Requests {
  readonly all: readonly string[];
  /** Those of them of which it is asked whether they get there. */
  readonly counting: readonly string[];
}

/**
 * Does a request get to that backend? undefined: that is chance.
 * @param backend its number, from 0
 * @param requests what each visitor asks for
 * @param counts paths of which it is asked, where it is not asked of all: the others take their turn among them
 */
export function reaches(
  here: Case,
  backend: number,
  requests: Journey['fault'],
  counts: (path: string) => boolean = () => true,
): boolean | undefined {
  const { key, split } = here.strategy.balancer;
  const paths = here.people.flatMap((person) => requests(person).map(({ path }) => path));
  const byKey = (path: string) => key !== 'none' && (!split || needsSession(path));
  const ofKind = (all: readonly string[]): Requests => ({ all, counting: all.filter(counts) });
  const ways = [
    reachedByKey(here, backend, ofKind(paths.filter(byKey))),
    reachedInTurn(here, ofKind(paths.filter((path) => !byKey(path)))),
  ];
  if (ways.includes(true)) return true;
  return ways.includes(undefined) ? undefined : false;
}

/** Where the balancer looks at something. */
function reachedByKey(here: Case, backend: number, { counting }: Requests): boolean | undefined {
  if (counting.length === 0) return false;
  if (here.strategy.balancer.key === 'uri') return backendsOfPages(here, counting)?.has(backend);
  const own = homes(here);
  if (own) return [...own.values()].includes(backend);
  // Everybody has a backend of chance.
  return surely((1 - 1 / here.servers.length) ** here.people.length);
}

/** Where one backend after the other has its turn: one in so many requests gets there, whichever it is. */
function reachedInTurn({ servers }: Case, { all, counting }: Requests): boolean | undefined {
  if (counting.length === 0) return false;
  const others = all.length - counting.length;
  const turns = Math.floor(all.length / servers.length);
  let noneCounts = 1;
  for (let turn = 0; turn < turns; turn++) noneCounts *= Math.max(0, others - turn) / (all.length - turn);
  return surely(noneCounts);
}

/** @param chance that it does not happen */
const surely = (chance: number): true | undefined => (chance < NEGLIGIBLE ? true : undefined);
