import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Run } from '../../cli/core/index.js';
import { containersOf, networksOf, volumesOf } from '../../cli/lab/docker.js';
import { lab, NAME, run, sharedLab, start, stateDir } from './lab.js';

describe('errors', () => {
  it('name the nearest strategies and scenarios, exit 64', async () => {
    const strategy = await lab(['up', '--name', NAME, '--strategy', 'rediss']);
    expect(strategy.exitCode).to.equal(64);
    expect(strategy.stderr).to.match(/strategy "rediss": is not in the catalogue[\s\S]*Nearest: redis,/);
    const scenario = await lab(['run', 'backend-crash', '--name', NAME]);
    expect(scenario.exitCode).to.equal(64);
    expect(scenario.stderr).to.match(/Nearest: backend-crashes,/);
  });

  for (const backends of ['0', '-1', 'x', '1000']) {
    it(`refuse --backends ${backends} with the range, exit 64`, async () => {
      const { exitCode, stderr } = await lab(['up', '--name', NAME, `--backends=${backends}`]);
      expect(exitCode).to.equal(64);
      expect(stderr).to.match(/from 1 to 64/);
    });
  }

  const verbs: string[][] = [
    ['up'],
    ['status'],
    ['run'],
    ['down'],
    ['gc'],
    ['heal'],
    ['build'],
    ['fault', 'crash', 'nginx'],
  ];
  for (const verb of verbs) {
    it(`say once that the daemon does not answer: lab ${verb.join(' ')}, exit 3`, async () => {
      const { exitCode, stderr, stdout } = await lab(verb, {
        DOCKER_HOST: 'unix:///nonexistent/docker.sock',
      });
      expect(exitCode).to.equal(3);
      expect(stderr.match(/^Error: /gm)).to.have.length(1);
      expect(stderr).to.match(/Docker daemon: does not answer/);
      expect(stdout).to.equal('');
      expect(stderr).to.not.match(/ {4}at /);
    });
  }

  it('say that Docker is missing, and how to get it', async () => {
    const { exitCode, stderr } = await lab(['up', '--name', `${NAME}-c`], { PATH: '/nonexistent' });
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/Error: the docker command: is not installed\.\n.*lab setup --yes/);
  });

  it('say that there is no such run, and that a lab is not up, exit 3', async () => {
    const missing = await lab(['report', 'no-such-run']);
    expect(missing.exitCode).to.equal(3);
    expect(missing.stderr).to.match(/Error: run no-such-run: /);
    const down = await lab(['status', '--name', 'no-such-lab']);
    expect(down.exitCode).to.equal(3);
    expect(down.stderr).to.match(/Error: lab no-such-lab: is not up/);
  });

  it('render what is left of a run whose run.json was cut in half, with one warning', async () => {
    await sharedLab();
    const { run: whole } = await run(['calm', '--visitors', '4']);
    const file = join(await stateDir(), 'runs', whole.id, 'run.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, text.length / 2));
    const { exitCode, stdout, stderr } = await lab(['report', whole.id, '--format', 'json']);
    expect(exitCode).to.equal(0);
    expect(stderr.match(/Warning/g)).to.have.length(1);
    expect(stderr).to.match(/run\.json is damaged/);
    expect((JSON.parse(stdout) as Run).cells).to.deep.equal(whole.cells);
  });
});

describe('Ctrl-C while a new lab is being brought up', () => {
  it('takes back what was made, and exits 130', async () => {
    const name = `${NAME}-e`;
    const running = start(['up', '--name', name, '--strategy', 'redis'], await stateDir());
    await until(running, async () => (await networksOf(name)).length > 0);
    running.kill('SIGINT');
    const { exitCode, stderr } = await running;
    expect(exitCode, stderr).to.equal(130);
    const left = (await Promise.all([containersOf(name), networksOf(name), volumesOf(name)])).flat();
    expect(left).to.deep.equal([]);
  });
});

describe('a run that is killed', () => {
  it('leaves a journal, and the next run heals', async () => {
    const shared = await sharedLab();
    const running = start(['run', 'backend-crashes', '--name', NAME], await stateDir());
    await until(running, async () => (await shared.knock('backend-1')) === 'refuses');
    running.kill('SIGKILL');
    await running;
    expect(await shared.journal.entries()).to.deep.equal([{ fault: 'crash', role: 'backend-1' }]);
    const next = await lab(['run', 'calm', '--name', NAME, '--visitors', '6']);
    expect(next.stderr).to.match(/Healed what an earlier run .* crash backend-1/);
    expect(next.exitCode, next.stderr).to.equal(0);
  });
});

/** Waits for something to be so while a process runs; one that ends before has failed. */
async function until(running: ReturnType<typeof start>, isSo: () => Promise<boolean>): Promise<void> {
  let ended = false;
  running.finally(() => {
    ended = true;
  });
  while (!(await isSo())) {
    if (ended) throw new Error(`the process ended before: ${(await running).stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
