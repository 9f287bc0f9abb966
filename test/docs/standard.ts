import { strategies } from '../../cli/catalog/index.js';
import type { Case, Role, Run, Scenario, Strategy } from '../../cli/core/index.js';
import { castOf } from '../../cli/engine/cast.js';

/** The run that pages speak of: all strategies of the catalogue on the first lab of a machine. */
export const STANDARD = {
  seed: 1,
  visitors: 24,
  backends: ['10.86.0.11:80', '10.86.0.12:80', '10.86.0.13:80'],
} as const satisfies Partial<Run>;

export const BACKENDS: readonly Role[] = STANDARD.backends.map((_, i) => `backend-${i + 1}`);

export const peopleOf = (scenario: Scenario, visitors: number = STANDARD.visitors) =>
  castOf(scenario, { seed: STANDARD.seed, visitors } as Run);

/** One strategy in the standard run, or on fewer backends. */
export const caseOf = (
  scenario: Scenario,
  strategy: Strategy,
  servers: readonly string[] = STANDARD.backends,
): Case => ({ strategy, servers, people: peopleOf(scenario), settings: { ...scenario.settings } });

export const wavesOf = ({ fault }: Scenario) => fault?.waves(strategies, BACKENDS) ?? [];

/** "3 backends at 10.86.0.11 to .13, 24 visitors, seed 1" */
export function circumstances({
  backends,
  visitors,
  seed,
}: Pick<Run, 'backends' | 'visitors' | 'seed'>): string {
  const [first, ...others] = backends.map((address) => address.replace(/:80$/, ''));
  const last = others.at(-1)?.replace(/^.*\./, '.');
  const where = last === undefined ? first : `${first} to ${last}`;
  return `${backends.length} backends at ${where}, ${visitors} visitors, seed ${seed}`;
}
