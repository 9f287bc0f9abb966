import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';
import type { Run } from '../../cli/core/index.js';
import { docker } from '../../cli/lab/docker.js';
import { PACKAGE_ROOT, takeDown } from '../../cli/lab/index.js';
import { withNginxSource } from '../nginx-source.js';
import { MAIN, NAME } from './lab.js';

const OTHER = `${NAME}-sources`;
const VERSION = '1.99.9';
const ADDON = join(PACKAGE_ROOT, 'test', 'fixtures', 'addon');

/** The source that the nginx image was compiled from. */
const copySource = (to: string): Promise<void> =>
  withNginxSource('copied', async (Image) => {
    const container = await docker.createContainer({
      Image,
      Cmd: ['true'],
      Labels: { 'session-lab': OTHER },
    });
    try {
      await execa('docker', ['cp', '-q', `${container.id}:/usr/src/nginx`, to]);
    } finally {
      await container.remove({ force: true });
    }
  });

/** Another version, which knows the parameter `route=` of `server`, as nginx does that has `sticky`. */
async function change(source: string): Promise<void> {
  const edit = async (file: string, from: RegExp, to: string) => {
    const text = await readFile(join(source, file), 'utf8');
    expect(text, file).to.match(from);
    await writeFile(join(source, file), text.replace(from, to));
  };
  await edit('src/core/nginx.h', /(#define NGINX_VERSION +)"[\d.]+"/, `$1"${VERSION}"`);
  await edit(
    'src/http/ngx_http_upstream.c',
    /(\n +)(if \(ngx_strncmp\(value\[i\]\.data, "max_conns=", 10\))/,
    '$1if (ngx_strncmp(value[i].data, "route=", 6) == 0) {$1    continue;$1}\n$1$2',
  );
}

describe('other sources', () => {
  let folder: string;
  const lab = (...args: string[]) =>
    execa(process.execPath, [MAIN, ...args], {
      reject: false,
      stdin: 'ignore',
      env: { LAB_DIR: join(folder, 'state'), LAB_NAME: OTHER, CI: '1' },
    });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'session-lab-sources-'));
    const name = `nginx-${VERSION}`;
    await copySource(join(folder, name));
    await change(join(folder, name));
    await execa('tar', ['-czf', `${name}.tar.gz`, name], { cwd: folder });
  });
  after(async () => {
    await takeDown({ name: OTHER }, () => {});
    await rm(folder, { recursive: true, force: true });
  });

  it('that are none are refused, exit 64', async () => {
    for (const [flag, path, reason] of [
      ['--nginx-src', join(folder, 'nothing'), /does not exist/],
      ['--nginx-src', ADDON, /is not an nginx source/],
      ['--nginx-src', MAIN, /cannot be unpacked/],
      ['--consistent-hash-src', folder, /is not an nginx add-on: it has no file config/],
    ] as const) {
      const { exitCode, stderr } = await lab('build', 'nginx', flag, path);
      expect(exitCode, stderr).to.equal(64);
      expect(stderr).to.match(reason);
    }
  });

  it('without the directive leave `sticky` out, with the reason', async () => {
    const up = await lab('up', '--strategy', 'none', '--strategy', 'redis', '--strategy', 'sticky', '--json');
    expect(up.exitCode, up.stderr).to.equal(0);
    const [sticky] = (
      JSON.parse(up.stdout) as { strategy: string; url: string | null; reason: string }[]
    ).slice(-1);
    expect(sticky).to.include({ strategy: 'sticky', url: null });
    expect(sticky!.reason).to.match(/^needs nginx 1\.29\.6; this one is nginx \d/);
    const { stdout, exitCode } = await lab('run', 'calm', '--visitors', '6', '--json');
    expect(exitCode).to.equal(0);
    const run = JSON.parse(stdout) as Run;
    const [cell] = run.cells.filter(({ strategy }) => strategy === 'sticky');
    expect(cell).to.include({ verdict: 'n/a', expected: 'n/a' });
    expect(cell!.reason).to.include('needs nginx 1.29.6');
    expect((await lab('report', run.id)).stdout).to.match(/n\/a/);
  });

  it('are compiled, named everywhere, and judged by what they do', async () => {
    const sources = ['--nginx-src', join(folder, `nginx-${VERSION}.tar.gz`), '--consistent-hash-src', ADDON];
    const built = await lab('build', 'nginx', ...sources);
    expect(built.exitCode, built.stderr).to.equal(0);
    const strategies = ['none', 'redis', 'sticky', 'consistent-hash'].flatMap((id) => ['--strategy', id]);
    const up = await lab('up', ...strategies);
    expect(up.exitCode, up.stderr).to.equal(0);
    expect(up.stdout).to.match(/sticky +http:\/\/sticky\.localhost/);
    const status = await lab('status');
    expect(status.stdout).to.match(
      new RegExp(
        `in place of what is bundled: nginx from nginx-${VERSION}.tar.gz, consistent_hash from addon`,
      ),
    );

    // The add-on takes both directives and goes round robin: `sticky` must be found out, and nothing is expected of
    // another consistent_hash.
    const { exitCode, stdout } = await lab('run', 'calm', '--visitors', '12', '--json');
    const run = JSON.parse(stdout) as Run;
    expect(run.versions['nginx']).to.equal(VERSION);
    expect(run.versions['consistent_hash']).to.match(/^addon [0-9a-f]{12}$/);
    expect(run.replaced).to.deep.equal({ nginx: `nginx-${VERSION}.tar.gz`, consistent_hash: 'addon' });
    const seen = Object.fromEntries(
      run.cells.map(({ strategy, verdict, expected }) => [strategy, [verdict, expected]]),
    );
    expect(seen).to.deep.equal({
      none: ['breaks', 'breaks'],
      redis: ['holds', 'holds'],
      'consistent-hash': ['breaks', null],
      sticky: ['breaks', 'holds'],
    });
    expect(exitCode).to.equal(1);
    for (const format of ['terminal', 'markdown', 'html'])
      expect((await lab('report', run.id, '--format', format)).stdout, format).to.include(
        `nginx-${VERSION}.tar.gz`,
      );
  });

  it('are given up again by the word bundled', async () => {
    const { exitCode } = await lab(
      'build',
      'nginx',
      '--nginx-src',
      'bundled',
      '--consistent-hash-src',
      'bundled',
    );
    expect(exitCode).to.equal(0);
    expect((await lab('up')).exitCode).to.equal(0);
    expect(JSON.parse((await lab('status', '--json')).stdout).replaced).to.deep.equal({});
  });
});
