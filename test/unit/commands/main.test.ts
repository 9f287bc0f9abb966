import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { scenarios } from '../../../scenarios/index.js';
import { TemporaryFolder } from '../lab/temporary-folder.js';

const MAIN = fileURLToPath(new URL('../../../cli/main.js', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `lab` with these words, in an empty folder and with no variable LAB_… but these. */
async function lab(words: string, variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
  await using folder = await TemporaryFolder.make();
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LAB_'));
  const env = { ...Object.fromEntries(inherited), ...variables };
  const args = [MAIN, ...words.split(' ').filter(Boolean)];
  return await new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder.path, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe('lab', function () {
  this.timeout(20_000);

  it('helps', async () => {
    const help = await lab('--help');
    expect(help).to.include({ code: 0, stderr: '' });
    for (const verb of ['demo', 'run', 'report', 'gc'])
      expect(help.stdout).to.match(new RegExp(`^  ${verb}\\b`, 'm'));
  });

  it('prints data to stdout, and nothing else there', async () => {
    const { code, stdout, stderr } = await lab('list scenarios --json');
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(JSON.parse(stdout)).to.deep.equal(scenarios.map(({ id, obligation }) => ({ id, obligation })));
  });

  it('prints an empty list as one', async () => {
    expect(await lab('list runs --json')).to.deep.equal({ code: 0, stdout: '[]\n', stderr: '' });
  });

  for (const [words, code, ...said] of [
    ['run clam', 64, 'Error: scenario "clam": is not in the catalogue.', 'Nearest: calm'],
    ['list cows', 64, 'cows', 'strategies, scenarios'],
    ['report', 3, 'holds no run yet', 'lab run'],
  ] as const) {
    it(`ends with ${code} for \`lab ${words}\`, and says on stderr what and why`, async () => {
      const ended = await lab(words);
      expect(ended).to.include({ code, stdout: '' });
      for (const part of said) expect(ended.stderr).to.include(part);
      expect(ended.stderr).not.to.match(/^\s+at /m);
    });
  }

  for (const [how, words, variables] of [
    ['--debug', 'list roles --name Lab --debug', {}],
    ['LAB_DEBUG', 'list roles --name Lab', { LAB_DEBUG: '1' }],
  ] as const) {
    it(`shows where an error comes from with ${how}`, async () => {
      const { code, stderr } = await lab(words, variables);
      expect(code).to.equal(64);
      expect(stderr).to.match(/^\s+at /m);
    });
  }
});
