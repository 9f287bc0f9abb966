import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { execa } from 'execa';
import type { Run } from '../../cli/core/index.js';
import { containersOf, networksOf, volumesOf } from '../../cli/lab/docker.js';
import type { RunningLab } from '../../cli/lab/index.js';
import { type Evidence, readEvidence } from '../../cli/runs/index.js';
import { lab, MAIN, NAME, sharedLab, stateDir } from './lab.js';

const VISITORS = 3;
const STRATEGIES = ['redis', 'ip-hash'];
const FAULT_STEPS = 6;
/** A visitor's pause after his last request. */
const PAUSE_MS = 240;

const RUN = ['run', '--name', NAME, '--visitors', `${VISITORS}`, '--strategy', STRATEGIES.join()];

type Signal = 'SIGINT' | 'SIGTERM';

/** `lab` as a terminal starts it: the leader of a process group, all of which hears Ctrl-C. */
async function begin(args: readonly string[]) {
  const running = execa(process.execPath, [MAIN, ...args], {
    reject: false,
    stdin: 'ignore',
    detached: true,
    env: { LAB_DIR: await stateDir(), CI: '1' },
  });
  let ended = false;
  running.finally(() => {
    ended = true;
  });
  return {
    running,
    signal: (name: Signal) => process.kill(name === 'SIGINT' ? -running.pid! : running.pid!, name),
    until: async (isSo: () => Promise<boolean> | boolean): Promise<void> => {
      while (!(await isSo())) {
        if (ended) throw new Error(`the process ended before: ${(await running).stderr}`);
        await sleep(20);
      }
    },
  };
}

const runsDir = async (): Promise<string> => join(await stateDir(), 'runs');
const runIds = async (): Promise<string[]> => readdir(await runsDir()).catch(() => []);

const marks = ({ lines }: Evidence): string[] =>
  lines.flatMap((line) => (line.kind === 'mark' ? [line.mark] : []));
const count = ({ lines }: Evidence, phase: string): number =>
  lines.filter((line) => line.kind === 'op' && line.phase === phase).length;

/** How each phase is told from the evidence, and how long after that it begins. The last one comes sooner without a fault. */
const PHASES: readonly (readonly [phase: string, isOn: (seen: Evidence) => boolean, afterMs?: number])[] = [
  ['reset', (seen) => count(seen, 'reset') > 0],
  ['arrange', (seen) => count(seen, 'arrange') > 0],
  ['calm', (seen) => count(seen, 'calm') > 0],
  ['fault', (seen) => count(seen, 'fault') > 0],
  ['heal', (seen) => count(seen, 'fault') === FAULT_STEPS * VISITORS * STRATEGIES.length, PAUSE_MS],
  ['settle', (seen) => marks(seen).includes('healed')],
  ['after', (seen) => count(seen, 'after') > 0],
];

describe('an interruption of a run', () => {
  let shared: RunningLab;

  before(async () => {
    shared = await sharedLab();
  });

  for (const [i, [phase, isOn, afterMs = 0]] of PHASES.entries()) {
    const signal = i % 2 === 0 ? 'SIGINT' : 'SIGTERM';
    it(`by ${signal} in ${phase} leaves no fault, saves what was seen, and exits 130`, async () => {
      const known = await runIds();
      const {
        running,
        until,
        signal: send,
      } = await begin([...RUN, phase === 'after' ? 'calm' : 'backend-crashes']);
      let id: string | undefined;
      await until(async () => {
        id = (await runIds()).find((one) => !known.includes(one));
        return id !== undefined && isOn(await readEvidence(join(await runsDir(), id)));
      });
      await sleep(afterMs);
      send(signal);
      const { exitCode, stderr } = await running;
      expect(exitCode, stderr).to.equal(130);
      expect(stderr.match(/Interrupted: healing and saving/g), stderr).to.have.length(1);
      expect(stderr).not.to.match(/Error/);
      expect(await shared.journal.entries()).to.deep.equal([]);
      expect(await shared.knock('backend-1')).to.equal('answers');
      const saved = JSON.parse(await readFile(join(await runsDir(), id!, 'run.json'), 'utf8')) as Run;
      expect(saved).to.deep.include({ interrupted: true, cells: [] });
      const evidence = await readEvidence(join(await runsDir(), id!));
      expect(evidence.damagedLines).to.equal(0);
      if (marks(evidence).includes('fault')) expect(marks(evidence)).to.include('healed');
      const report = await lab(['report', id!]);
      expect(report.exitCode).to.equal(0);
      expect(report.stdout).to.match(/The run was interrupted/);
    });
  }

  it('a second time ends it at once, and lab heal undoes what is left', async () => {
    const { running, until, signal } = await begin([...RUN, 'backend-crashes']);
    await until(async () => (await shared.knock('backend-1')) === 'refuses');
    signal('SIGTERM');
    signal('SIGINT');
    expect((await running).exitCode).to.equal(130);
    // It has not healed first.
    expect(await shared.journal.entries()).to.deep.equal([{ fault: 'crash', role: 'backend-1' }]);
    const { exitCode, stdout } = await lab(['heal', '--name', NAME]);
    expect([exitCode, stdout]).to.deep.equal([0, 'Healed: crash backend-1.']);
    expect(await shared.knock('backend-1')).to.equal('answers');
  });
});

describe('an interruption of a run that has to start a lab', () => {
  const name = `${NAME}-i`;
  const args = ['run', 'calm', '--name', name, '--visitors', '2', '--strategy', 'ip-hash'];
  const left = async () =>
    (await Promise.all([containersOf(name), networksOf(name), volumesOf(name)])).flat();

  it('while it is being brought up leaves nothing behind', async () => {
    const { running, until, signal } = await begin(args);
    await until(async () => (await containersOf(name)).length > 0);
    signal('SIGTERM');
    const { exitCode, stderr } = await running;
    expect(exitCode, stderr).to.equal(130);
    expect(stderr).to.match(/Interrupted: taking back what was made/);
    expect(await left()).to.deep.equal([]);
  });

  it('while it is being taken down still takes it down, and keeps the finished run', async () => {
    const known = await runIds();
    const { running, until, signal } = await begin(args);
    let seen = '';
    running.stderr.on('data', (data: Buffer) => {
      seen += data.toString();
    });
    await until(() => /STARTED\] Take down/.test(seen));
    signal('SIGINT');
    const { exitCode, stderr } = await running;
    expect(exitCode, stderr).to.equal(130);
    expect(stderr).to.match(/Interrupted: first the lab is taken down/);
    expect(await left()).to.deep.equal([]);
    const id = (await runIds()).find((one) => !known.includes(one))!;
    const saved = JSON.parse(await readFile(join(await runsDir(), id, 'run.json'), 'utf8')) as Run;
    expect(saved.cells).to.have.length(1);
    expect(saved).not.to.have.property('interrupted');
  });
});
