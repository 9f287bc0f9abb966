import { expect } from 'chai';
import type { Command } from 'commander';
import { program } from '../../../cli/program.js';
import { thrown } from '../core/thrown.js';

const VERBS = [
  ...['demo', 'setup', 'doctor', 'build', 'list', 'up', 'scale', 'status', 'run', 'report', 'logs', 'exec'],
  ...['fault', 'heal', 'down', 'gc', 'completion'],
] as const;

describe('program', function () {
  this.timeout(20_000);

  let lab: Command;

  before(async () => {
    lab = await program(['node', 'lab']);
  });

  it('lists all verbs where none is named', () => {
    expect(lab.commands.map((command) => command.name())).to.deep.equal(VERBS);
  });

  for (const verb of VERBS) {
    it(`loads ${verb} alone where that is named, whatever stands before and after`, async () => {
      const one = await program(['node', 'lab', '--debug', verb, 'calm', 'redis', '--json']);
      expect(one.commands.map((command) => command.name())).to.deep.equal([verb]);
    });
  }

  it('lists all verbs for a word that is none', async () => {
    expect((await program(['node', 'lab', 'rnu'])).commands).to.have.length(VERBS.length);
    expect((await program(['node', 'lab', 'constructor'])).commands).to.have.length(VERBS.length);
  });

  it('knows its version', () => {
    expect(lab.version()).to.match(/^\d+\.\d+\.\d+$/);
  });

  it('describes every verb, every flag and every argument', () => {
    for (const command of [lab, ...lab.commands]) {
      expect(command.description(), command.name()).to.have.length.greaterThan(10);
      for (const { flags, description } of command.options)
        expect(description, `${command.name()} ${flags}`).to.have.length.greaterThan(5);
      for (const argument of command.registeredArguments)
        expect(argument.description, `${command.name()} ${argument.name()}`).to.have.length.greaterThan(5);
    }
  });

  it('has an environment variable for every flag of every verb', () => {
    for (const command of lab.commands) {
      for (const { long, envVar } of command.options) {
        const variable = `LAB_${long!.slice(2).toUpperCase().replaceAll('-', '_')}`;
        // LAB_ALL=1 for a demo must not make `lab down` remove every lab.
        const own = `${command.name()} ${long}` === 'down --all' ? 'LAB_DOWN_ALL' : variable;
        expect(envVar, `${command.name()} ${long}`).to.equal(own);
      }
    }
  });

  it('has --json on every verb that prints a result, and on no other', () => {
    const without = lab.commands.filter(({ options }) => !options.some(({ long }) => long === '--json'));
    expect(without.map((command) => command.name())).to.deep.equal(['report', 'logs', 'exec', 'completion']);
  });

  it('has --dir on every verb that works on labs or runs', () => {
    const without = lab.commands.filter(({ options }) => !options.some(({ long }) => long === '--dir'));
    expect(without.map((command) => command.name())).to.deep.equal(['setup', 'completion']);
  });
});

describe('a command line that means nothing', () => {
  /** What `lab` with these words throws before it touches anything. */
  const refusal = (words: string) =>
    thrown(async () => {
      const argv = ['node', 'lab', ...words.split(' ')];
      await (await program(argv)).parseAsync(argv);
    });

  for (const [words, subject, hint] of [
    ['run calm clam', 'scenario "clam"', 'Nearest: calm'],
    ['run --visitors 0', 'number of visitors "0"', 'from 1 to 512'],
    ['run --visitors 513', 'number of visitors "513"', 'from 1 to 512'],
    ['run --seed -1', 'seed "-1"', 'from 0 to 4294967295'],
    ['up --strategy reddis', 'strategy "reddis"', 'Nearest: redis'],
    ['up --backends 65', 'number of backends "65"', 'from 1 to 64'],
    ['up --port 65536', 'port "65536"', 'from 1 to 65535'],
    ['up --subnet 10.0.0.0/24', 'subnet "10.0.0.0/24"', '10.86.0.0/23'],
    ['up --php-ini nonsense', 'PHP setting "nonsense"', 'session.use_strict_mode=1'],
    ['status --name Lab', 'lab name "Lab"', '--name'],
    ['heal --name ../x', 'lab name "../x"', '--name'],
    ['list roles --name runs', 'lab name "runs"', '--name'],
    ['fault crush redis', 'fault "crush"', 'Nearest: crash'],
    ['scale 65', 'number of backends "65"', 'from 1 to 64'],
    ['logs --tail all', 'number of lines "all"', 'from 0 to'],
    ['logs --since yesterday', 'time "yesterday"', '10m'],
    ['exec nginx --name Lab -- id', 'lab name "Lab"', '--name'],
  ] as const) {
    it(`is refused with what, why and a way out: lab ${words}`, async () => {
      const error = await refusal(words);
      expect(error).to.include({ subject, exitCode: 64 });
      expect(error.hint).to.include(hint);
    });
  }
});
