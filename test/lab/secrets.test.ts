import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { containersOf, docker, logSince } from '../../cli/lab/docker.js';
import { SECRET } from '../../cli/lab/sync.js';
import { lab, stateDir, WHOLE, wholeLab } from './lab.js';

/** Every file below a folder, with its text. */
async function textsBelow(folder: string): Promise<[path: string, text: string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')]));
}

/** undefined where the process has ended meanwhile, or is another user's. */
const environmentOf = (pid: string): Promise<string | undefined> =>
  readFile(`/proc/${pid}/environ`, 'utf8').catch(() => undefined);

describe('secrets', () => {
  let folder: string;
  let secrets: string[];
  const mustNotTell = (what: string, text: string) => {
    for (const secret of secrets) expect(text.includes(secret), what).to.equal(false);
  };

  before(async () => {
    await wholeLab();
    folder = join(await stateDir(), WHOLE);
    const made = JSON.parse(await readFile(join(folder, 'secrets/secrets.json'), 'utf8'));
    expect(made).to.have.all.keys('cookie', 'redis', 'mysql', 'galera');
    secrets = Object.values(made);
  });

  it('are in files of mode 600, in folders of mode 700, and in no other file of the lab', async () => {
    const entries = await readdir(join(folder, 'secrets'), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const { mode } = await stat(join(entry.parentPath, entry.name));
      expect(mode & 0o777, entry.name).to.equal(entry.isFile() ? SECRET.file : SECRET.folder);
    }
    const texts = await textsBelow(folder);
    expect(texts.some(([, text]) => text.includes(secrets[0]!))).to.equal(true);
    for (const [path, text] of texts) if (!path.startsWith(join(folder, 'secrets'))) mustNotTell(path, text);
  });

  it('are in no argument of a process, no environment and no label of a container', async () => {
    for (const { Id, Names } of await containersOf(WHOLE)) {
      const container = docker.getContainer(Id);
      const seen = await Promise.all([container.inspect(), container.top({ ps_args: '-eo pid,args' })]);
      mustNotTell(String(Names), JSON.stringify(seen));
    }
  });

  it('are in the environment of no process of a container', async () => {
    const checked: string[] = [];
    for (const { Id, Labels } of await containersOf(WHOLE)) {
      const { Titles, Processes } = await docker.getContainer(Id).top();
      for (const row of Processes as string[][]) {
        const environment = await environmentOf(row[Titles.indexOf('PID')]!);
        if (environment === undefined) continue;
        mustNotTell(`${Labels['session-lab.role']}: ${row.at(-1)}`, environment);
        checked.push(Labels['session-lab.role']!);
      }
    }
    // Other users' processes cannot be looked into without being root.
    if (process.getuid?.() === 0)
      expect(checked).to.include.members(['nginx', 'backend-1', 'redis', 'mysql', 'galera-3']);
  });

  it('are in no log, no evidence and no report, also where every store fails', async () => {
    const args = ['run', 'store-restarts', '--name', WHOLE, '--visitors', '6'];
    await lab(args);
    for (const { Id, Names } of await containersOf(WHOLE))
      mustNotTell(`log of ${Names}`, await logSince(Id, new Date(0)));
    const runs = await textsBelow(join(await stateDir(), 'runs'));
    expect(runs.map(([path]) => path).some((path) => path.endsWith('report.html'))).to.equal(true);
    for (const [path, text] of runs) mustNotTell(path, text);
  });
});
