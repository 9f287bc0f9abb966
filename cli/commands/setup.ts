import { createInterface } from 'node:readline/promises';
import { Command, Option } from 'commander';
import { describeStep, type Facts, look, type Step, setUp } from '../lab/setup/index.js';

interface Flags {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `lab setup`: finds Docker, and installs and starts what is missing of it. */
export function setupCommand(): Command {
  return new Command('setup')
    .description('find Docker Engine and Compose; install and start what is missing')
    .addOption(new Option('--yes', 'do it without asking').env('LAB_YES'))
    .addOption(new Option('--json', 'print what was found as JSON').env('LAB_JSON'))
    .action(async ({ yes = false, json = false }: Flags) => {
      const print = (found: Facts) => void process.stdout.write(json ? asJson(found) : foundLines(found));
      try {
        print(await setUp({ agree: (steps) => agreeTo(steps, yes), progress: say }));
      } catch (error) {
        if (json) print(await look());
        throw error;
      }
    });
}

/** Shows the steps and asks once; without a terminal nobody has agreed. */
export async function agreeTo(steps: readonly Step[], yes: boolean): Promise<boolean> {
  if (yes) return true;
  say('lab setup would do:');
  for (const step of steps) say(`  ${describeStep(step)}`);
  if (!process.stdin.isTTY || process.env['CI']) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await prompt.question('Do it? [y/N] ')).trim());
  } finally {
    prompt.close();
  }
}

const say = (line: string) => void process.stderr.write(`${line}\n`);

// A mirror's address may hold a password.
const asJson = ({ apt: _, ...found }: Facts) => `${JSON.stringify(found, null, 2)}\n`;

function foundLines({ client, compose, buildx, daemon }: Facts): string {
  const versions = {
    'docker command': client,
    'Docker Engine': daemon.state === 'answers' ? daemon.version : null,
    'Compose plugin': compose,
    'buildx plugin': buildx,
  };
  const lines = Object.entries(versions).map(([part, version]) => `${part.padEnd(15)}${version}`);
  return `Everything is there.\n${lines.map((line) => `${line}\n`).join('')}`;
}
