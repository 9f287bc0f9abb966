import { appendFile, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';
import { docker, execIn } from '../../cli/lab/docker.js';
import { IMAGE_NAMES, PACKAGE_ROOT, planImages } from '../../cli/lab/index.js';
import { lab, NAME, sharedLab } from './lab.js';

const MEGABYTE = 1_000_000;

describe('images', () => {
  it('are there after lab build, which finds nothing to do the second time', async () => {
    expect((await lab(['build'])).exitCode).to.equal(0);
    const { exitCode, stdout } = await lab(['build', '--json']);
    expect(exitCode).to.equal(0);
    const rows = JSON.parse(stdout) as { name: string; built: string }[];
    expect(rows.map(({ name, built }) => [name, built])).to.deep.equal(
      IMAGE_NAMES.map((name) => [name, 'was there']),
    );
  });

  it('have an nginx at most 60 MB above the base, with its modules, and without a compiler', async () => {
    await sharedLab();
    const [plan] = await planImages(['nginx'], {}, () => {});
    const size = async (tag: string) => (await docker.getImage(tag).inspect()).Size;
    expect((await size(plan!.tag)) - (await size(plan!.base))).to.be.below(60 * MEGABYTE);

    const container = `session-lab-${NAME}-nginx`;
    const { output } = await execIn(container, ['nginx', '-V']);
    for (const part of ['http_realip_module', 'http_stub_status_module', 'with-stream', 'consistent_hash']) {
      expect(output).to.include(part);
    }
    expect((await execIn(container, ['sh', '-c', 'command -v gcc cc make'])).exitCode).to.not.equal(0);
  });

  it('that cannot be built show the end of the step that failed, and exit 3', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'session-lab-broken-'));
    try {
      for (const part of ['package.json', 'compose', 'nginx-conf', 'dist']) {
        await cp(join(PACKAGE_ROOT, part), join(copy, part), { recursive: true });
      }
      await symlink(join(PACKAGE_ROOT, 'node_modules'), join(copy, 'node_modules'));
      await appendFile(join(copy, 'compose/redis/Dockerfile'), 'RUN echo "the roof is on fire" && exit 7\n');
      const { exitCode, stderr } = await execa(
        process.execPath,
        [join(copy, 'dist/cli/main.js'), 'build', 'redis'],
        {
          reject: false,
        },
      );
      expect(exitCode).to.equal(3);
      expect(stderr).to.match(/Error: image redis: could not be built/);
      expect(stderr).to.match(/^ {2}\| .*the roof is on fire/m);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });
});
