import { expect } from 'chai';
import { execa } from 'execa';
import { containersOf, docker } from '../../cli/lab/docker.js';
import type { RunningLab } from '../../cli/lab/index.js';
import { lab, MAIN, NAME, sharedLab, start, stateDir } from './lab.js';

const on = (verb: string, ...args: string[]) => lab([verb, '--name', NAME, ...args]);

interface Finding {
  readonly level: string;
  readonly subject: string;
  readonly seen: string;
  readonly fix?: string;
}

describe('lab doctor', () => {
  const doctor = async (env: Record<string, string> = {}) => {
    const { exitCode, stdout, stderr } = await lab(['doctor', '--json'], env);
    const findings = JSON.parse(stdout) as Finding[];
    return {
      exitCode,
      stderr,
      findings,
      of: (subject: string) => findings.find((one) => one.subject === subject)!,
    };
  };
  const everyFixIsSaid = (findings: readonly Finding[]) => {
    for (const { level, subject, fix } of findings) expect(Boolean(fix), subject).to.equal(level !== 'ok');
  };

  it('finds no problem where a lab is up, starts one container for it, and leaves nothing of it', async () => {
    await sharedLab();
    const { exitCode, findings, of } = await doctor();
    expect(exitCode).to.equal(0);
    everyFixIsSaid(findings);
    expect(of('container').seen).to.match(/started and ended in \d+\.\d\d s/);
    expect(of('labs').seen).to.include(NAME);
    expect(await containersOf('doctor')).to.deep.equal([]);
    expect(await docker.listImages({ filters: { reference: ['session-lab/doctor'] } })).to.deep.equal([]);
  });

  it('sees a fault that is in force', async () => {
    await sharedLab();
    await on('fault', 'crash', 'backend-1');
    try {
      const { exitCode, of } = await doctor();
      expect(exitCode).to.equal(0);
      expect(of('faults')).to.include({ level: 'warning', seen: `in force: crash backend-1 in lab ${NAME}` });
      expect(of('faults').fix).to.include(`lab heal --name ${NAME}`);
    } finally {
      await on('heal');
    }
  });

  it('names a lab that a process left behind', async () => {
    const left = `${NAME}-left`;
    const Name = `session-lab-${left}-x`;
    await docker.createVolume({
      Name,
      Labels: { 'session-lab': left },
    });
    try {
      expect((await doctor()).of('labs')).to.include({ level: 'warning', fix: 'Run `lab gc`.' });
      expect((await doctor()).of('labs').seen).to.include(left);
    } finally {
      await docker.getVolume(Name).remove();
    }
  });

  it('exits with 3 where no daemon answers, and says what it could not look at', async () => {
    const { exitCode, stderr, findings, of } = await doctor({
      DOCKER_HOST: 'unix:///nonexistent/docker.sock',
    });
    expect(exitCode).to.equal(3);
    expect(stderr).not.to.match(/^Error/m);
    everyFixIsSaid(findings);
    expect(of('Docker daemon').level).to.equal('problem');
    expect(of('container').seen).to.match(/^not looked at: /);
    expect(of('Compose plugin').level).to.equal('ok');
  });

  it('exits with 3 where the docker command is missing', async () => {
    const { exitCode, of } = await doctor({ PATH: '/nonexistent' });
    expect(exitCode).to.equal(3);
    expect(of('docker command')).to.include({ level: 'problem', seen: 'is not installed' });
    expect(of('docker command').fix).to.include('lab setup --yes');
  });
});

describe('lab logs', () => {
  before(sharedLab);

  it('prints what every server wrote, with its role before it, and only that', async () => {
    const { exitCode, stdout, stderr } = await on('logs', '--tail', '2');
    expect([exitCode, stderr]).to.deep.equal([0, '']);
    const lines = stdout.split('\n');
    expect(new Set(lines.map((line) => line.split(' ')[0]))).to.include.keys(
      'backend-1',
      'backend-2',
      'redis',
    );
    for (const line of lines) expect(line).to.match(/^[a-z0-9-]+ *\| /);
  });

  it('prints the lines of one role as they are, as many as are wanted, with times where wanted', async () => {
    const { stdout } = await on('logs', 'redis', '--tail', '1');
    expect(stdout.split('\n')).to.have.length(1);
    expect(stdout).to.match(/^\d+:M /);
    expect((await on('logs', 'redis', '--tail', '1', '-t')).stdout).to.match(/^\d{4}-\d\d-\d\dT\S+Z \d+:M /);
    expect((await on('logs', 'redis', '--tail', '0')).stdout).to.equal('');
  });

  it('follows a backend that is made anew, until Ctrl-C, which it takes without a word', async () => {
    const running = start(['logs', '--name', NAME, '--follow', '--tail', '0', 'backend-3'], await stateDir());
    // It can be seen to follow only by what it prints.
    setTimeout(() => on('fault', 'redeploy', 'backend-3'), 2_000);
    let seen = '';
    for await (const line of running.iterable()) {
      if (!/resuming normal operations/.test(line)) continue;
      seen = line;
      running.kill('SIGINT');
    }
    expect(seen).to.match(/Apache/);
    const { exitCode, stderr } = await running;
    expect(exitCode).to.equal(130);
    expect(stderr).not.to.match(/Error|cancel/i);
  });

  it('ends quietly where its reader has had enough', async () => {
    const { stdout, stderr } = await execa(
      'sh',
      ['-c', '"$0" "$@" | head -n 1', process.execPath, MAIN, 'logs', '--name', NAME],
      {
        env: { LAB_DIR: await stateDir() },
      },
    );
    expect(stdout.split('\n')).to.have.length(1);
    expect(stderr).to.equal('');
  });

  it('refuses roles and times that mean nothing, exit 64', async () => {
    const role = await on('logs', 'redish');
    expect(role.exitCode).to.equal(64);
    expect(role.stderr).to.match(/role "redish"[\s\S]*Nearest: redis/);
    expect((await on('logs', '--since', 'yesterday')).exitCode).to.equal(64);
  });
});

describe('lab exec', () => {
  before(sharedLab);

  it('exits as the command does, and passes its arguments on as they are', async () => {
    const script = 'printf "%s\\n" "$@"; exit 7';
    const { exitCode, stdout } = await on(
      'exec',
      'backend-1',
      '--',
      'sh',
      '-c',
      script,
      'x',
      'a  b',
      '$HOME;',
      "'",
    );
    expect(exitCode).to.equal(7);
    expect(stdout.split('\n')).to.deep.equal(['a  b', '$HOME;', "'"]);
  });

  it('passes stdin on, byte by byte', async () => {
    const { stdout } = await execa(
      process.execPath,
      [MAIN, 'exec', '--name', NAME, 'nginx', '--', 'od', '-An', '-tx1'],
      {
        input: Buffer.from([0, 255, 10]),
        env: { LAB_DIR: await stateDir() },
      },
    );
    expect(stdout.trim()).to.equal('00 ff 0a');
  });

  it('runs it as the user that is wanted', async () => {
    expect((await on('exec', 'redis', '--user', 'redis', '--', 'id', '-un')).stdout).to.equal('redis');
  });

  it('says that a command is unknown as Docker does, 126 or 127', async () => {
    expect((await on('exec', 'nginx', '--', 'no-such-command')).exitCode).to.be.within(126, 127);
  });

  it('asks for -- before a command with flags, exit 64', async () => {
    const { exitCode, stderr } = await on('exec', 'nginx', 'ls', '-l');
    expect(exitCode).to.equal(64);
    expect(stderr).to.include('lab exec backend-1 -- ls -l');
  });

  it('refuses a role that the lab does not have, exit 64, and a lab that is not up, exit 3', async () => {
    const { exitCode, stderr } = await on('exec', 'backend-9', '--', 'true');
    expect(exitCode).to.equal(64);
    expect(stderr).to.match(/Nearest: backend-[123]/);
    const down = await lab(['exec', '--name', 'no-such-lab', 'nginx', '--', 'true']);
    expect(down.exitCode).to.equal(3);
    expect(down.stderr).to.match(/lab no-such-lab: is not up/);
  });

  it('says why a container does not run, and what helps', async () => {
    await on('fault', 'freeze', 'redis');
    try {
      const { exitCode, stderr } = await on('exec', 'redis', '--', 'true');
      expect(exitCode).to.equal(3);
      expect(stderr).to.match(/redis: its container is paused\.\n.*freeze.*lab heal --name/);
    } finally {
      await on('heal');
    }
  });
});

describe('lab scale', () => {
  let shared: RunningLab;
  before(async () => {
    shared = await sharedLab();
  });
  after(sharedLab);

  const backends = async () =>
    (await containersOf(NAME))
      .map(({ Labels }) => Labels['session-lab.role']!)
      .filter((role) => /^backend/.test(role));

  for (const wanted of [2, 4]) {
    it(`makes it ${wanted} backends, and keeps strategies, addresses and containers`, async () => {
      const before = (await containersOf(NAME)).map(({ Id }) => Id);
      const { exitCode, stdout, stderr } = await on('scale', String(wanted), '--json');
      expect(exitCode, stderr).to.equal(0);
      const rows = JSON.parse(stdout) as { role: string; state: string; addresses: string[] }[];
      expect(rows.map(({ role, state }) => `${role} ${state}`)).to.deep.equal(
        Array.from({ length: wanted }, (_, i) => `backend-${i + 1} running`),
      );
      expect(rows[0]!.addresses).to.include(shared.backends[0]!.address.split(':')[0]);
      expect(await backends()).to.have.length(wanted);
      const after = (await containersOf(NAME)).map(({ Id }) => Id);
      expect(after.filter((id) => before.includes(id))).to.have.length(Math.min(before.length, after.length));
      const { strategies } = JSON.parse((await on('status', '--json')).stdout) as {
        strategies: { id: string }[];
      };
      expect(strategies.map(({ id }) => id)).to.deep.equal(shared.strategies.map(({ id }) => id));
    });
  }

  it('refuses numbers out of range, exit 64, and a lab that is not up, exit 3', async () => {
    for (const wanted of ['0', '65', 'x']) expect((await on('scale', wanted)).exitCode).to.equal(64);
    const down = await lab(['scale', '--name', 'no-such-lab', '2']);
    expect(down.exitCode).to.equal(3);
    expect(down.stderr).to.match(/lab no-such-lab: is not up/);
  });
});

describe('the verbs on a lab', () => {
  for (const verb of [['logs'], ['exec', 'nginx', '--', 'true'], ['scale', '2']]) {
    it(`say once that the daemon does not answer: lab ${verb.join(' ')}, exit 3`, async () => {
      const { exitCode, stdout, stderr } = await lab(verb, {
        DOCKER_HOST: 'unix:///nonexistent/docker.sock',
      });
      expect([exitCode, stdout]).to.deep.equal([3, '']);
      expect(stderr.match(/^Error: /gm)).to.have.length(1);
      expect(stderr).to.match(/Docker daemon: does not answer/);
    });
  }
});
