import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { findStrategy } from '../../cli/catalog/index.js';
import type { Run } from '../../cli/core/index.js';
import { rejudge } from '../../cli/engine/index.js';
import { containersOf, docker, networksOf, volumesOf } from '../../cli/lab/docker.js';
import { LABEL } from '../../cli/lab/labels.js';
import { readEvidence } from '../../cli/runs/index.js';
import { scenarios } from '../../scenarios/index.js';
import { lab, NAME, run, start, stateDir } from './lab.js';

const name = `${NAME}-x`;
const labs = [`${name}-none`, `${name}-ip-hash`];
const leftOf = async (lab: string) =>
  (await Promise.all([containersOf(lab), networksOf(lab), volumesOf(lab)])).flat();

describe('lab run --isolated', () => {
  it('plays each strategy in a lab of its own, as predicted for all of them, and leaves none', async () => {
    const args = ['calm', 'backend-crashes', '--isolated', '--visitors', '6', '--seed', '3'];
    const { exitCode, run: result, stderr } = await run([...args, '--strategy', 'none,ip-hash'], name);
    expect(exitCode, stderr).to.equal(0);
    expect(result.isolated).to.equal(true);
    expect(result.notes[0]).to.match(/^Each strategy was played in a lab of its own/);
    expect(result.order).to.have.members(['calm', 'backend-crashes']);
    expect(
      result.cells.map(({ scenario, strategy, verdict }) => [scenario, strategy, verdict]),
    ).to.deep.equal([
      ['calm', 'none', 'breaks'],
      ['calm', 'ip-hash', 'holds'],
      ['backend-crashes', 'none', 'breaks'],
      ['backend-crashes', 'ip-hash', 'breaks'],
    ]);
    // By the addresses of the one subnet that is on record.
    const { predictedMoved, movedSessions } = result.cells[3]!.measures;
    expect(predictedMoved).to.be.within(1, 5).and.to.equal(movedSessions);
    for (const one of labs) expect(await leftOf(one), one).to.deep.equal([]);

    const { header, lines } = await readEvidence(join(await stateDir(), 'runs', result.id));
    const chosen = result.strategies.map((id) => findStrategy(id)!);
    expect(rejudge(header!, lines, scenarios, chosen)).to.deep.equal(result.cells);
  });

  it('does not touch a lab that is there under such a name', async () => {
    const volume = `session-lab-${name}-redis-of-somebody`;
    await docker.createVolume({ Name: volume, Labels: { [LABEL]: `${name}-redis` } });
    try {
      const { exitCode, stderr } = await lab([
        'run',
        'calm',
        '--isolated',
        '--name',
        name,
        '--strategy',
        'redis',
      ]);
      expect(exitCode).to.equal(3);
      expect(stderr).to.match(/Error: lab .*-x-redis: was left over.*\n.*lab gc/);
      expect(await leftOf(`${name}-redis`)).to.have.length(1);
    } finally {
      await docker.getVolume(volume).remove();
    }
  });

  it('interrupted under a fault saves what was seen, and takes the lab down', async () => {
    const dir = await stateDir();
    const runs = (): Promise<string[]> => readdir(join(dir, 'runs'));
    const known = await runs();
    const args = ['backend-crashes', '--isolated', '--visitors', '3', '--strategy', 'none,ip-hash'];
    const running = start(['run', '--name', name, ...args], dir);
    const journal = () => readFile(join(dir, labs[0]!, 'faults.json'), 'utf8').catch(() => '');
    while (!/crash/.test(await journal())) await new Promise((resolve) => setTimeout(resolve, 50));
    running.kill('SIGTERM');
    const { exitCode, stderr } = await running;
    expect(exitCode, stderr).to.equal(130);
    expect(stderr).to.match(/Interrupted: healing, saving, taking the lab down/);
    for (const one of labs) expect(await leftOf(one), one).to.deep.equal([]);
    const id = (await runs()).find((one) => !known.includes(one))!;
    const saved = JSON.parse(await readFile(join(dir, 'runs', id, 'run.json'), 'utf8')) as Run;
    expect(saved).to.deep.include({ interrupted: true, isolated: true, cells: [] });
    const report = await lab(['report', id]);
    expect(report.exitCode).to.equal(0);
    expect(report.stdout).to.match(/The run was interrupted/);
  });
});
