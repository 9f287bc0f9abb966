import { expect } from 'chai';
import { findFault } from '../../cli/faults/index.js';
import type { RunningLab } from '../../cli/lab/index.js';
import { lab, NAME, sharedLab } from './lab.js';

describe('a fault by hand', () => {
  let shared: RunningLab;
  const fault = (...args: string[]) => lab(['fault', ...args, '--name', NAME]);
  const heal = () => lab(['heal', '--name', NAME]);

  before(async () => {
    shared = await sharedLab();
  });
  afterEach(heal);

  const lasting: [fault: string, role: string, knock: string, state: string][] = [
    ['crash', 'backend-1', 'refuses', 'running'],
    ['crash', 'redis', 'refuses', 'running'],
    ['crash', 'nginx', 'refuses', 'running'],
    ['restart', 'redis', 'refuses', 'running'],
    ['vanish', 'backend-2', 'silent', 'exited'],
    ['vanish', 'redis', 'silent', 'exited'],
    ['freeze', 'backend-3', 'silent', 'paused'],
    ['freeze', 'redis', 'silent', 'paused'],
  ];
  for (const [kind, role, knock, state] of lasting) {
    it(`${kind} ${role}: its container is ${state} and it ${knock}; heal brings it back`, async () => {
      const { exitCode, stderr } = await fault(kind, role);
      expect(exitCode, stderr).to.equal(0);
      expect(await shared.knock(role)).to.equal(knock);
      expect(await shared.containerState(role)).to.equal(state);
      expect((await shared.journal.entries()).map((one) => `${one.fault} ${one.role}`)).to.deep.equal([
        `${kind} ${role}`,
      ]);
      const healed = await heal();
      expect(healed.stdout).to.equal(`Healed: ${kind} ${role}.`);
      expect(await shared.knock(role)).to.equal('answers');
      expect(await shared.journal.entries()).to.deep.equal([]);
    });
  }

  for (const [kind, role] of [
    ['reload', 'nginx'],
    ['reload', 'backend-1'],
    ['redeploy', 'backend-1'],
  ] as const) {
    it(`${kind} ${role}: other processes serve it afterwards, and nothing is left to heal`, async () => {
      const before = await shared.incarnation(role);
      const { exitCode, stderr } = await fault(kind, role);
      expect(exitCode, stderr).to.equal(0);
      expect(await shared.incarnation(role)).to.not.equal(before);
      expect(await shared.knock(role)).to.equal('answers');
      expect((await heal()).stdout).to.equal('No fault was in force.');
    });
  }

  it('heals what was never injected without harm', async () => {
    await findFault('crash')!.heal(shared, 'backend-1');
    await findFault('freeze')!.heal(shared, 'backend-1');
    expect(await shared.knock('backend-1')).to.equal('answers');
  });

  it('refuses unknown faults and roles with the nearest ones, exit 64', async () => {
    const unknownFault = await fault('crush', 'backend-1');
    expect(unknownFault.exitCode).to.equal(64);
    expect(unknownFault.stderr).to.match(/Nearest: crash/);
    const unknownRole = await fault('crash', 'backend-9');
    expect(unknownRole.exitCode).to.equal(64);
    expect(unknownRole.stderr).to.match(/Nearest: backend-[123]/);
    expect((await fault('reload', 'redis')).exitCode).to.equal(64);
  });
});
