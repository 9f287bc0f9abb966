import { chmod, readdir, stat, symlink } from 'node:fs/promises';
import { expect } from 'chai';
import { filesBelow, READABLE, SECRET, syncFolder } from '../../../cli/lab/sync.js';
import { TemporaryFolder } from './temporary-folder.js';
import { underUmask } from './umask.js';

const FILES = {
  'nginx.conf': 'events {}\n',
  'sites/redis.conf': 'upstream redis {}\n',
  'a/b/c/deep.txt': 'deep',
};

const texts = async (folder: string): Promise<Record<string, string>> =>
  Object.fromEntries(Object.entries(await filesBelow(folder)).map(([path, data]) => [path, data.toString()]));
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

describe('syncFolder', () => {
  it('makes a folder with these files, and says that something changed', async () => {
    await using folder = await TemporaryFolder.make();
    expect(await syncFolder(folder.at('new', 'one'), FILES, READABLE)).to.equal(true);
    expect(await texts(folder.at('new', 'one'))).to.deep.equal(FILES);
  });

  it('says that nothing changed where nothing did, and writes nothing', async () => {
    await using folder = await TemporaryFolder.make();
    await syncFolder(folder.path, FILES, READABLE);
    const before = await stat(folder.at('nginx.conf'));
    expect(await syncFolder(folder.path, FILES, READABLE)).to.equal(false);
    const after = await stat(folder.at('nginx.conf'));
    expect([after.mtimeMs, after.ino]).to.deep.equal([before.mtimeMs, before.ino]);
  });

  it('writes what is different, and says so', async () => {
    await using folder = await TemporaryFolder.make();
    await syncFolder(folder.path, FILES, READABLE);
    const changed = { ...FILES, 'sites/redis.conf': 'upstream redis { ip_hash; }\n' };
    expect(await syncFolder(folder.path, changed, READABLE)).to.equal(true);
    expect(await texts(folder.path)).to.deep.equal(changed);
  });

  it('removes what should not be there, and says so', async () => {
    await using folder = await TemporaryFolder.make();
    await syncFolder(folder.path, FILES, READABLE);
    await folder.write('sites/stale.conf', 'stale');
    expect(await syncFolder(folder.path, FILES, READABLE)).to.equal(true);
    expect(await texts(folder.path)).to.deep.equal(FILES);
    expect(await readdir(folder.at('sites'))).to.deep.equal(['redis.conf']);
  });

  it('takes bytes as well as text, and empty files', async () => {
    await using folder = await TemporaryFolder.make();
    const files = { 'a.bin': Buffer.from([0, 255, 128]), 'empty.conf': '' };
    expect(await syncFolder(folder.path, files, READABLE)).to.equal(true);
    expect(await syncFolder(folder.path, files, READABLE)).to.equal(false);
    expect((await filesBelow(folder.path))['a.bin']).to.deep.equal(files['a.bin']);
  });

  it('keeps the inodes of folders, since containers have them mounted', async () => {
    await using folder = await TemporaryFolder.make();
    await syncFolder(folder.at('nginx'), FILES, READABLE);
    const inodes = () =>
      Promise.all(['nginx', 'nginx/sites'].map(async (path) => (await stat(folder.at(path))).ino));
    const before = await inodes();
    await syncFolder(folder.at('nginx'), { 'sites/other.conf': '' }, READABLE);
    await syncFolder(folder.at('nginx'), FILES, READABLE);
    expect(await inodes()).to.deep.equal(before);
  });

  for (const umask of [0o077, 0o000]) {
    it(`gives every file and folder its mode under umask ${umask.toString(8).padStart(3, '0')}`, async () => {
      await using folder = await TemporaryFolder.make();
      await underUmask(umask, async () => {
        await syncFolder(folder.at('readable'), FILES, READABLE);
        await syncFolder(folder.at('secret'), FILES, SECRET);
      });
      for (const [top, file, directory] of [
        ['readable', '644', '755'],
        ['secret', '600', '700'],
      ] as const) {
        for (const path of ['', 'sites', 'a', 'a/b', 'a/b/c']) {
          expect(await modeOf(folder.at(top, path)), `${top}/${path}`).to.equal(directory);
        }
        for (const path of Object.keys(FILES)) {
          expect(await modeOf(folder.at(top, path)), `${top}/${path}`).to.equal(file);
        }
      }
    });
  }

  it('mends the mode of a file whose content it changes', async () => {
    await using folder = await TemporaryFolder.make();
    await syncFolder(folder.path, FILES, READABLE);
    await chmod(folder.at('nginx.conf'), 0o600);
    await syncFolder(folder.path, { ...FILES, 'nginx.conf': 'other' }, READABLE);
    expect(await modeOf(folder.at('nginx.conf'))).to.equal('644');
  });
});

describe('filesBelow', () => {
  it('gives every file with its path, in order, whatever the folder', async () => {
    await using folder = await TemporaryFolder.make();
    for (const path of ['b.txt', 'a/z.txt', 'a.txt']) await folder.write(path, path);
    expect(Object.keys(await filesBelow(folder.path))).to.deep.equal(['a.txt', 'a/z.txt', 'b.txt']);
  });

  it('leaves out what it is told to skip', async () => {
    await using folder = await TemporaryFolder.make();
    for (const path of ['modules/x/y.c', 'sites/modules.conf']) await folder.write(path, '');
    expect(Object.keys(await filesBelow(folder.path, /^modules\//))).to.deep.equal(['sites/modules.conf']);
  });

  it('does not follow links', async () => {
    await using folder = await TemporaryFolder.make();
    await folder.write('real.txt', '');
    await symlink(folder.at('real.txt'), folder.at('link.txt'));
    expect(Object.keys(await filesBelow(folder.path))).to.deep.equal(['real.txt']);
  });
});
