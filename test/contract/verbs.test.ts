import { expect } from 'chai';
import { EXIT } from '../../cli/core/index.js';
import { program } from '../../cli/program.js';
import { names, text } from './repository.js';

describe('the verbs', function () {
  this.timeout(20_000);

  let verbs: string[];
  let flags: readonly (readonly [verb: string, flag: string, variable: string])[];

  before(async () => {
    const lab = await program(['node', 'lab']);
    verbs = lab.commands.map((command) => command.name()).sort();
    flags = lab.commands.flatMap((command) =>
      command.options.map(({ long, envVar }) => [command.name(), long!, envVar!] as const),
    );
  });

  it('have one file each, and no file has a command that is no verb', () => {
    const files = names('cli/commands', '.ts').filter((name) =>
      /export function \w+Command\(/.test(text(`cli/commands/${name}.ts`)),
    );
    expect(files).to.deep.equal(verbs);
  });

  it('are called in their file as the file is', () => {
    for (const verb of verbs) {
      expect(text(`cli/commands/${verb}.ts`)).to.include(`export function ${verb}Command(`);
      expect(text(`cli/commands/${verb}.ts`)).to.include(`new Command('${verb}')`);
    }
  });

  it('stand in docs/cli.md, with a heading each', () => {
    const page = text('docs/cli.md');
    const headings = page.split('\n').filter((line) => line.startsWith('#'));
    const told = headings.flatMap((line) => [...line.matchAll(/`lab ([a-z]+)/g)].map(([, verb]) => verb));
    expect(told.sort()).to.deep.equal(verbs);
  });

  it('have their flags and variables in docs/cli.md', () => {
    const page = text('docs/cli.md');
    for (const [verb, flag, variable] of flags) {
      expect(page, `${verb} ${flag}`).to.include(flag);
      expect(page, `${verb} ${flag}`).to.include(String(variable));
    }
  });

  it('end with the codes that docs/cli.md documents', () => {
    const page = text('docs/cli.md');
    for (const code of Object.values(EXIT))
      expect(page, String(code)).to.match(new RegExp(`^\\|\\s*\`?${code}\`?\\s*\\|`, 'm'));
  });
});
