import { readdir, readFile, stat } from 'node:fs/promises';
import { expect } from 'chai';
import { labSecrets } from '../../../cli/lab/secrets.js';
import { TemporaryFolder } from './temporary-folder.js';
import { underUmask } from './umask.js';

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

const SERVICES = ['redis', 'mysql'];

describe("a lab's secrets", () => {
  it('are made once and kept', async () => {
    await using folder = await TemporaryFolder.make();
    const made = await labSecrets(folder.at('secrets'), SERVICES);
    expect(await labSecrets(folder.at('secrets'), SERVICES)).to.deep.equal(made);
  });

  it('of a new service are added, and the others stay', async () => {
    await using folder = await TemporaryFolder.make();
    const before = await labSecrets(folder.path, ['redis']);
    const after = await labSecrets(folder.path, ['mysql']);
    expect(after).to.include(before).and.to.have.all.keys('cookie', 'redis', 'mysql');
  });

  it('are long, and others in each lab', async () => {
    await using folder = await TemporaryFolder.make();
    const [one, two] = [
      await labSecrets(folder.at('one'), SERVICES),
      await labSecrets(folder.at('two'), SERVICES),
    ];
    for (const secrets of [one, two]) {
      expect(secrets['cookie']).to.match(/^[0-9a-f]{64}$/);
      expect(secrets['redis']).to.match(/^[0-9a-f]{48}$/);
    }
    expect(one['cookie']).not.to.equal(two['cookie']);
    expect(one['redis']).not.to.equal(two['redis']);
  });

  it('are for their owner only, whatever the umask', async () => {
    await using folder = await TemporaryFolder.make();
    await underUmask(0o000, () => labSecrets(folder.at('secrets'), SERVICES));
    expect(await modeOf(folder.at('secrets'))).to.equal('700');
    for (const file of await readdir(folder.at('secrets')))
      expect(await modeOf(folder.at('secrets', file)), file).to.equal('600');
  });

  it('are made anew where the file is damaged', async () => {
    await using folder = await TemporaryFolder.make();
    for (const text of ['', '{"redis":', '{"redis":"x"}', 'null']) {
      await folder.write('secrets.json', text);
      const made = await labSecrets(folder.path, SERVICES);
      expect(made['cookie'], text).to.match(/^[0-9a-f]{64}$/);
      expect(JSON.parse(await readFile(folder.at('secrets.json'), 'utf8'))).to.deep.equal(made);
    }
  });
});
