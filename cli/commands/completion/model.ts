import type { Argument, Command, Option } from 'commander';
import { type Values, valuesOfArgument, valuesOfFlag } from './values.js';

/** What the shells need to know of a flag. */
export interface Flag {
  /** With its dashes: `--tail`. */
  readonly long: string;
  readonly short?: string;
  readonly description: string;
  /** Absent on a switch. */
  readonly values?: Values;
}

/** A place for an argument without dashes. */
export interface Place {
  readonly name: string;
  readonly values: Values;
  /** Further ones of the same kind may follow: always the last place. */
  readonly repeats: boolean;
}

export interface Verb {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly Flag[];
  readonly places: readonly Place[];
}

/** The whole command line: what the program itself takes, and its verbs. */
export interface Model {
  readonly flags: readonly Flag[];
  readonly verbs: readonly Verb[];
}

/** Reads it off the program as its help shows it. */
export function modelOf(program: Command): Model {
  const help = program.createHelp();
  const own = help.visibleOptions(program).map(flagOf);
  const everywhere = own.filter(({ long }) => long === '--debug');
  const names = help.visibleCommands(program).map((verb) => verb.name());
  const verbs = help.visibleCommands(program).map((verb) => ({
    name: verb.name(),
    description: verb.description(),
    flags: [...help.visibleOptions(verb).map(flagOf), ...everywhere],
    places: verb.registeredArguments.map((argument) =>
      placeOf(argument, verb.name() === 'help' ? names : undefined),
    ),
  }));
  return { flags: own, verbs };
}

function flagOf({ long, short, description, argChoices, required, flags }: Option): Flag {
  const metavar = /<(.+)>/.exec(flags)?.[1] ?? '';
  return {
    long: long!,
    ...(short && { short }),
    description,
    ...(required && { values: oneOf(argChoices) ?? valuesOfFlag(long!, metavar) }),
  };
}

const placeOf = (argument: Argument, words: readonly string[] | undefined): Place => ({
  name: argument.name(),
  values: oneOf(words ?? argument.argChoices) ?? valuesOfArgument(argument.name()),
  repeats: argument.variadic,
});

const oneOf = (choices: readonly string[] | undefined): Values | undefined =>
  choices && { kind: 'words', words: choices };
