import { existsSync } from 'node:fs';
import { chmod, mkdir, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { Checkout } from './checkout.js';

const launcher = (behaviour: string, test: (checkout: Checkout) => Promise<void>) =>
  it(behaviour, () => Checkout.use(test)).timeout(20_000);

describe('the launcher', () => {
  launcher('installs, compiles and runs on a fresh clone', async (checkout) => {
    const { code, stdout, stderr } = await checkout.run(['up', 'two words']);
    expect(code).to.equal(0);
    expect(await checkout.calls()).to.eql(['npm ci', 'tsc']);
    expect(stdout).to.equal(`${checkout.folder} ["up","two words"]\n`);
    expect(stderr).to.match(/installing[\s\S]*compiling/);
  });

  launcher('does and says nothing more the second time', async (checkout) => {
    await checkout.run();
    await checkout.calls();
    expect((await checkout.run()).stderr).to.equal('');
    expect(await checkout.calls()).to.eql([]);
  });

  for (const [change, act] of Object.entries({
    edited: (checkout: Checkout) => checkout.write('scenarios/calm.ts', '//'),
    added: (checkout: Checkout) => checkout.write('cli/new.ts', ''),
    deleted: (checkout: Checkout) => checkout.remove('cli/other.ts'),
    'replaced by an older one': async (checkout: Checkout) => {
      await checkout.write('cli/other.ts', '//');
      await utimes(join(checkout.folder, 'cli/other.ts'), 1, 1);
      await utimes(join(checkout.folder, 'cli'), 1, 1);
    },
  })) {
    launcher(`compiles again when a source was ${change}`, async (checkout) => {
      await checkout.run();
      await checkout.calls();
      await act(checkout);
      expect((await checkout.run()).code).to.equal(0);
      expect(await checkout.calls()).to.eql(['tsc']);
      expect((await checkout.run()).stderr).to.equal('');
    });
  }

  launcher('leaves no compiled file of a deleted source', async (checkout) => {
    await checkout.run();
    await checkout.remove('cli/other.ts');
    await checkout.run();
    expect(existsSync(join(checkout.folder, 'dist/cli/other.js'))).to.equal(false);
    expect(existsSync(join(checkout.folder, 'dist/cli/main.js'))).to.equal(true);
  });

  launcher(
    'installs again when the lock file has changed, and not when it was only touched',
    async (checkout) => {
      await checkout.run();
      await checkout.calls();
      await checkout.write('package-lock.json', '{}');
      await checkout.run();
      expect(await checkout.calls()).to.eql(['tsc']);
      await checkout.write('package-lock.json', '{ }');
      await checkout.run();
      expect(await checkout.calls()).to.eql(['npm ci', 'tsc']);
    },
  );

  launcher('installs again when the packages are gone', async (checkout) => {
    await checkout.run();
    await checkout.calls();
    await checkout.remove('node_modules');
    await checkout.run();
    expect(await checkout.calls()).to.eql(['npm ci', 'tsc']);
  });

  launcher('shows why compiling failed, ends with 3, and tries again the next time', async (checkout) => {
    await checkout.run();
    await checkout.write('cli/wrong.ts', '');
    for (const attempt of [1, 2]) {
      const { code, stdout, stderr } = await checkout.run();
      expect(code, `attempt ${attempt}`).to.equal(3);
      expect(stderr).to.contain('cli/wrong.ts(1,1): error TS1');
      expect(stdout).to.equal('');
      expect(existsSync(join(checkout.folder, 'dist/.prepared'))).to.equal(false);
    }
    await checkout.remove('cli/wrong.ts');
    expect((await checkout.run()).code).to.equal(0);
  });

  launcher('shows why installing failed, ends with 3, and tries again the next time', async (checkout) => {
    const { code, stderr } = await checkout.run([], { env: { NPM_FAILS: '1' } });
    expect(code).to.equal(3);
    expect(stderr).to.contain('the registry is away');
    expect((await checkout.run()).code).to.equal(0);
  });

  launcher('prepares once when two start at the same moment', async (checkout) => {
    const env = { NPM_TAKES: '0.5' };
    const both = await Promise.all([checkout.run(['1'], { env }), checkout.run(['2'], { env })]);
    expect(both.map(({ code }) => code)).to.eql([0, 0]);
    expect(both.map(({ stdout }) => stdout).join()).to.match(/\["1"\][\s\S]*\["2"\]/);
    expect(await checkout.calls()).to.eql(['npm ci', 'tsc']);
  });

  launcher('takes over from one that died while preparing', async (checkout) => {
    await mkdir(join(checkout.folder, 'dist'));
    await symlink('4194999', join(checkout.folder, 'dist/.preparing'));
    expect((await checkout.run()).code).to.equal(0);
    expect(await checkout.calls()).to.eql(['npm ci', 'tsc']);
  });

  launcher('only prepares when asked to', async (checkout) => {
    const { code, stdout } = await checkout.run(['up'], { env: { LAB_PREPARE_ONLY: '1' } });
    expect({ code, stdout }).to.eql({ code: 0, stdout: '' });
    expect(await checkout.calls()).to.eql(['npm ci', 'tsc']);
  });

  launcher("works through links, from another folder, and keeps the caller's folder", async (checkout) => {
    const top = dirname(checkout.folder);
    await symlink('a clone/lab', join(top, 'first link'));
    await symlink(join(top, 'first link'), join(top, 'second link'));
    const { stdout } = await checkout.run(['list'], { lab: join(top, 'second link'), cwd: top });
    expect(stdout).to.equal(`${top} ["list"]\n`);
  });

  launcher('says in one line when node is too old', async (checkout) => {
    await checkout.remove('bin/node');
    for (const version of ['v18.20.4', 'v20.18.3']) {
      await checkout.write('bin/node', `#!/bin/sh\necho ${version}\n`);
      await chmod(join(checkout.folder, 'bin/node'), 0o755);
      const { code, stderr } = await checkout.run();
      expect(code).to.equal(3);
      expect(stderr.trimEnd().split('\n')).to.have.length(1);
      expect(stderr).to.contain('20.19').and.to.contain(version);
    }
    expect(await checkout.calls()).to.eql([]);
  });
});
