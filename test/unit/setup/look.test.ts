import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { aptSources, parseSystem } from '../../../cli/lab/setup/look.js';
import { askSocket } from '../../../cli/lab/setup/socket.js';

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('looking at a machine', () => {
  it('reads an os-release file, quoted or not', () => {
    expect(
      parseSystem(
        'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=debian\n',
      ),
    ).to.eql({
      id: 'debian',
      version: '12',
      codename: 'bookworm',
      name: 'Debian GNU/Linux 12 (bookworm)',
    });
    expect(parseSystem("ID='x'").id).to.equal('x');
  });

  it('names the platform where there is no os-release', () => {
    expect(parseSystem('')).to.eql({ id: '', version: '', codename: '', name: process.platform });
  });

  it('reads both forms and places of apt sources, and no file that apt ignores', () =>
    inFolder(async (folder) => {
      await mkdir(join(folder, 'sources.list.d'));
      const line = (host: string) => `deb http://${host}.test/debian bookworm main\n`;
      await writeFile(join(folder, 'sources.list'), line('main'));
      await writeFile(join(folder, 'sources.list.d', 'b.list'), line('list'));
      await writeFile(join(folder, 'sources.list.d', 'b.list.disabled'), line('ignored'));
      await writeFile(
        join(folder, 'sources.list.d', 'a.sources'),
        'Types: deb\nURIs: http://sources.test/debian\nSuites: bookworm\nComponents: main\n',
      );
      expect((await aptSources(folder)).flatMap((source) => source.uris)).to.eql([
        'http://main.test/debian',
        'http://sources.test/debian',
        'http://list.test/debian',
      ]);
    }));

  it('finds no apt sources where there is no apt', async () => {
    expect(await aptSources('/nowhere/etc/apt')).to.eql([]);
  });

  it('asks a daemon through its socket, and takes no answer, or a strange one, as silence', () =>
    inFolder(async (folder) => {
      const socket = join(folder, 'docker.sock');
      expect(await askSocket(socket)).to.eql({ state: 'silent' });
      let body = '{"Version":"26.1.5"}';
      const server = createServer((_, answer) => answer.end(body));
      await new Promise<void>((resolve) => server.listen(socket, resolve));
      try {
        expect(await askSocket(socket)).to.eql({ state: 'answers', version: '26.1.5' });
        body = 'hello';
        expect(await askSocket(socket)).to.eql({ state: 'silent' });
      } finally {
        server.close();
      }
    }));
});
