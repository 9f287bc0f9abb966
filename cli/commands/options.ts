import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { distance } from 'fastest-levenshtein';
import {
  balancers,
  DEMO_STRATEGIES,
  findBalancer,
  findStore,
  findStrategy,
  pairOf,
  stores,
  strategies,
  whyNoPair,
} from '../catalog/index.js';
import { EXIT, LabError, type Scenario, type Strategy } from '../core/index.js';
import { ownStrategy } from '../lab/own-strategy.js';
import { ownCopy } from '../lab/paths.js';

/** A flag that is also an environment variable: `--php-ini` is `LAB_PHP_INI`. */
export function flag(
  flags: string,
  description: string,
  parse?: (value: string, previous: never) => unknown,
): Option {
  const option = new Option(flags, description);
  const name = /--([a-z-]+)/.exec(flags)![1]!;
  const variable = `LAB_${name.toUpperCase().replaceAll('-', '_')}`;
  // Commander takes a switch for set whenever its variable is there, whatever it says.
  const said = process.env[variable];
  const isOff = !flags.includes('<') && said !== undefined && /^(|0|no|false)$/i.test(said);
  if (!isOff) option.env(variable);
  return parse ? option.argParser(parse as (value: string, previous: unknown) => unknown) : option;
}

export interface LabOptions {
  readonly name: string;
  readonly dir: string;
}

/** `--name` and `--dir`, on every verb that works on a lab. */
export const withLab = (command: Command): Command =>
  withDir(command.addOption(flag('--name <lab>', 'name of the lab').default('lab')));

/** `--dir`, where labs and saved runs are. */
export const withDir = (command: Command): Command =>
  command.addOption(
    flag('--dir <folder>', 'folder for labs and saved runs', (value) => resolve(value)).default(
      resolve('.lab'),
      '.lab',
    ),
  );

export const withJson = (command: Command): Command =>
  command.addOption(flag('--json', 'print the result as JSON'));

/** `--strategy`, repeatable; `all` means every one. */
export const withStrategies = (command: Command): Command =>
  command.addOption(
    flag(
      '--strategy <id>',
      'a strategy, a folder of your own, or `all`; repeatable',
      (value, previous: string[] | undefined) => [...(previous ?? []), ...value.split(',')],
    ),
  );

/**
 * The strategies of these ids, each once, in the order of the catalogue, then free pairs and people's own; the demo
 * strategies where none is given. What has a / or begins with a dot is a folder; one that the lab has taken over may be named by its
 * id.
 * @throws LabError exit 64 naming the nearest ids, or what is wrong with a folder.
 */
export function chosenStrategies(ids: readonly string[] | undefined, lab?: LabOptions): Strategy[] {
  const wanted = (ids ?? DEMO_STRATEGIES).flatMap((id) =>
    id === 'all' ? strategies : chosenStrategy(id, lab),
  );
  return inOrder(wanted);
}

function chosenStrategy(id: string, lab: LabOptions | undefined): Strategy {
  if (/^\.|\//.test(id)) return ownStrategy(id, (one) => findStrategy(one) !== undefined);
  const known = findStrategy(id);
  if (known) return known;
  const copy = lab && ownCopy(lab.dir, lab.name, id);
  if (copy && existsSync(copy)) return ownStrategy(copy, () => false);
  const [balancer, store] = id.split('--').map((half) => half.replaceAll('-', '_'));
  if (balancer && store && findBalancer(balancer) && findStore(store)) return chosenPair(balancer, store);
  throw unknownId('strategy', id, strategies);
}

/** @throws LabError exit 64 naming the nearest ids, or the reason why they do not go together. */
export function chosenPair(balancer: string, store: string): Strategy {
  const one = findBalancer(balancer);
  const other = findStore(store);
  if (!one) throw unknownId('balancer', balancer, Object.values(balancers));
  if (!other) throw unknownId('store', store, Object.values(stores));
  const reason = whyNoPair(one, other);
  if (reason === undefined) return pairOf(one, other);
  throw new LabError({
    subject: `${balancer} with ${store}`,
    reason: `makes no sense: ${reason}`,
    hint: `Take round_robin with ${store}, or ${balancer} with another store.`,
    exitCode: EXIT.usage,
  });
}

/** Each once, the last of those with the same id: those of the catalogue in its order, the others after them. */
export function inOrder(wanted: readonly Strategy[]): Strategy[] {
  const others = wanted.filter(({ id }) => !strategies.some((one) => one.id === id));
  return [
    ...strategies.filter(({ id }) => wanted.some((one) => one.id === id)),
    ...new Map(others.map((one) => [one.id, one])).values(),
  ];
}

/** @throws LabError exit 64 naming the nearest ids. */
export function chosenScenarios(ids: readonly string[], all: readonly Scenario[]): Scenario[] {
  for (const id of ids) if (!all.some((scenario) => scenario.id === id)) throw unknownId('scenario', id, all);
  return ids.length === 0 ? [...all] : all.filter(({ id }) => ids.includes(id));
}

/** What `lab list` calls them, where it is not the plural. */
const LISTED_BY: Readonly<Record<string, string>> = {
  strategy: 'strategies',
  balancer: 'strategies',
  store: 'strategies',
};

/** @throws LabError exit 64 naming the nearest ones. */
export function unknownId(what: string, id: string, all: readonly { readonly id: string }[]): LabError {
  const nearest = all
    .map((one) => ({ id: one.id, far: distance(id.toLowerCase(), one.id) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map((one) => one.id);
  return new LabError({
    subject: `${what} ${JSON.stringify(id)}`,
    reason: what === 'role' ? 'is not in this lab' : 'is not in the catalogue',
    hint: `Nearest: ${nearest.join(', ')}. All of them: \`lab list ${LISTED_BY[what] ?? `${what}s`}\`.`,
    exitCode: EXIT.usage,
  });
}

/** A parser for whole numbers of a range. */
export const wholeNumber =
  (what: string, least: number, most: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new LabError({
      subject: `${what} ${JSON.stringify(text)}`,
      reason: 'is out of range',
      hint: `Give a whole number from ${least} to ${most}.`,
      exitCode: EXIT.usage,
    });
  };

/** The word by which `--php-ini` goes back to the images' own settings. */
const NO_SETTINGS = 'none';

/** `key=value`, collected. */
export function phpIni(text: string, previous: Record<string, string> | undefined): Record<string, string> {
  if (text === NO_SETTINGS) return {};
  const [, key, value] = /^([A-Za-z][\w.-]*)=(.*)$/.exec(text) ?? [];
  // Apache would put its own definitions in place of ${...}, the lab's secrets among them.
  const expands = value?.includes('${') ?? false;
  if (key !== undefined && value !== undefined && !expands) return { ...previous, [key]: value };
  throw new LabError({
    subject: `PHP setting ${JSON.stringify(text)}`,
    reason: expands ? 'holds ${, which Apache would expand' : 'has not the form key=value',
    hint: 'For example: --php-ini session.use_strict_mode=1',
    exitCode: EXIT.usage,
  });
}
