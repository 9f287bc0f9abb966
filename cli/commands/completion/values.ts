import { scenarios } from '../../../scenarios/index.js';
import { balancers, stores, strategies } from '../../catalog/index.js';
import { faults } from '../../faults/index.js';
import { IMAGE_NAMES } from '../../lab/index.js';

/** What may stand in a place: words that are known now; what a shell can find by itself; what `lab list` must be asked
 * for when it is needed; or nothing that anybody could know. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' | 'roles' | 'runs' | 'anything' };

const words = (all: readonly string[]): Values => ({ kind: 'words', words: all });
const ids = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);

const BY_FLAG: Readonly<Record<string, Values>> = {
  '--strategy': words([...ids(strategies), 'all']),
  '--balancer': words(Object.keys(balancers)),
  '--store': words(Object.keys(stores)),
};

/** What follows a flag: `--dir <folder>`. */
const BY_METAVAR: Readonly<Record<string, Values>> = {
  folder: { kind: 'folders' },
  file: { kind: 'files' },
  path: { kind: 'files' },
};

const BY_ARGUMENT: Readonly<Record<string, Values>> = {
  scenario: words(ids(scenarios)),
  fault: words(ids(faults)),
  image: words(IMAGE_NAMES),
  role: { kind: 'roles' },
  run: { kind: 'runs' },
};

const ANYTHING: Values = { kind: 'anything' };

export const valuesOfFlag = (long: string, metavar: string): Values =>
  BY_FLAG[long] ?? BY_METAVAR[metavar] ?? ANYTHING;

export const valuesOfArgument = (name: string): Values => BY_ARGUMENT[name] ?? ANYTHING;
