import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { describeStep, type Facts, look, type Step, setUp } from '../lab/setup/index.js';
import { flag, withJson } from './options.js';
import { note, print, printJson } from './print.js';

interface SetupOptions {
  readonly yes?: true;
  readonly json?: true;
}

/** `lab setup`: finds Docker, and installs and starts what is missing of it. */
export function setupCommand(): Command {
  return withJson(new Command('setup'))
    .description('find Docker Engine and Compose; install and start what is missing')
    .addOption(flag('--yes', 'do it without asking'))
    .action(async ({ yes, json }: SetupOptions) => {
      try {
        const found = await setUp({ agree: (steps) => agreeTo(steps, yes ?? false), progress: note });
        json ? printJson(shown(found)) : print(asText(found));
      } catch (error) {
        if (json) printJson(shown(await look()));
        throw error;
      }
    });
}

/** Shows the steps and asks once; without a terminal nobody has agreed. */
export async function agreeTo(steps: readonly Step[], yes: boolean): Promise<boolean> {
  if (yes) return true;
  note('lab setup would do:');
  for (const step of steps) note(`  ${describeStep(step)}`);
  if (!process.stdin.isTTY || process.env['CI']) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // Ctrl-C and Ctrl-D close the prompt: its question then fails or stays open for ever, as node's version will have it.
    const closed = once(prompt, 'close').then(() => '');
    const answer = await Promise.race([prompt.question('Do it? [y/N] ').catch(() => ''), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}

// Without apt's entries: a mirror's address may hold a password.
const shown = ({ apt: _, ...found }: Facts) => found;

function asText({ client, compose, buildx, daemon }: Facts): string {
  const versions = {
    'docker command': client,
    'Docker Engine': daemon.state === 'answers' ? daemon.version : null,
    'Compose plugin': compose,
    'buildx plugin': buildx,
  };
  const lines = Object.entries(versions).map(([part, version]) => `${part.padEnd(15)}${version}`);
  return ['Everything is there.', ...lines].join('\n');
}
