import { Argument, Command } from 'commander';
import { bash } from './completion/bash.js';
import { fish } from './completion/fish.js';
import { modelOf } from './completion/model.js';
import { zsh } from './completion/zsh.js';
import { print } from './print.js';

const SHELLS = { bash, zsh, fish };

/** @param program the one with all verbs, which the scripts are made from. */
export function completionCommand(program: () => Promise<Command>): Command {
  return new Command('completion')
    .description("print a script that completes this command's verbs, flags and values")
    .addArgument(new Argument('<shell>', 'which shell it is for').choices(Object.keys(SHELLS)))
    .action(async (shell: keyof typeof SHELLS) => print(SHELLS[shell](modelOf(await program()))));
}
