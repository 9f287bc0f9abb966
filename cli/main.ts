#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT, LabError, messageOf } from './core/index.js';
import { program } from './program.js';

/** The only place that ends the process: argv in, exit code out. */
async function main(argv: readonly string[]): Promise<void> {
  const lab = await program(argv);
  for (const command of [lab, ...lab.commands]) {
    command.exitOverride().configureOutput({ writeErr: (text) => process.stderr.write(text) });
  }
  try {
    await lab.parseAsync(argv);
  } catch (error) {
    process.exitCode = explain(
      await rootOf(error),
      argv.includes('--debug') || !/^(|0|no|false)$/i.test(process.env['LAB_DEBUG'] ?? ''),
    );
  }
}

/** What fails without having been foreseen fails mostly for want of Docker. */
async function rootOf(error: unknown): Promise<unknown> {
  if (error instanceof LabError || error instanceof CommanderError) return error;
  const { whyNoDocker } = await import('./lab/setup/index.js');
  return (await whyNoDocker()) ?? error;
}

/** Says what went wrong, and returns the exit code for it. */
function explain(error: unknown, debug: boolean): number {
  // Commander has said it already; help is not an error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (error instanceof LabError) {
    say(`Error: ${error.subject}: ${error.reason}.`);
    for (const line of error.details) say(`  | ${line}`);
    if (error.hint) say(`  ${error.hint}`);
  } else {
    say(`Error: ${messageOf(error)}`);
    say('  This should not happen. `--debug` shows where it comes from.');
  }
  if (debug) say((error instanceof Error && error.stack) || String(error));
  return error instanceof LabError ? error.exitCode : EXIT.environment;
}

await main(process.argv);
