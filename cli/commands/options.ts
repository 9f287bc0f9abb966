import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { distance } from 'fastest-levenshtein';
import { DEMO_STRATEGIES, findStrategy, strategies } from '../catalog/index.js';
import { EXIT, LabError, type Scenario, type Strategy } from '../core/index.js';

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
    flag('--strategy <id>', 'a strategy, or `all`; repeatable', (value, previous: string[] | undefined) => [
      ...(previous ?? []),
      ...value.split(','),
    ]),
  );

/**
 * The strategies of these ids in the order of the catalogue, each once; the demo strategies where none is given.
 * @throws LabError exit 64 naming the nearest ids.
 */
export function chosenStrategies(ids: readonly string[] | undefined): Strategy[] {
  const wanted = ids?.includes('all') ? strategies.map(({ id }) => id) : (ids ?? DEMO_STRATEGIES);
  for (const id of wanted) if (!findStrategy(id)) throw unknownId('strategy', id, strategies);
  return strategies.filter(({ id }) => wanted.includes(id));
}

/** @throws LabError exit 64 naming the nearest ids. */
export function chosenScenarios(ids: readonly string[], all: readonly Scenario[]): Scenario[] {
  for (const id of ids) if (!all.some((scenario) => scenario.id === id)) throw unknownId('scenario', id, all);
  return ids.length === 0 ? [...all] : all.filter(({ id }) => ids.includes(id));
}

/** @throws LabError exit 64 naming the nearest ones. */
export function unknownId(what: string, id: string, all: readonly { readonly id: string }[]): LabError {
  const nearest = all
    .map((one) => ({ id: one.id, far: distance(id.toLowerCase(), one.id) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map((one) => one.id);
  return new LabError({
    subject: `${what} ${JSON.stringify(id)}`,
    reason: 'is not in the catalogue',
    hint: `Nearest: ${nearest.join(', ')}. All of them: \`lab list ${what === 'strategy' ? 'strategies' : `${what}s`}\`.`,
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

/** `key=value`, collected. */
export function phpIni(text: string, previous: Record<string, string> | undefined): Record<string, string> {
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
