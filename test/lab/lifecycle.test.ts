import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { expect } from 'chai';
import { containersOf, docker, networksOf, volumesOf } from '../../cli/lab/docker.js';
import { get } from '../../cli/lab/http.js';
import { takeDown } from '../../cli/lab/index.js';
import { lab, NAME, sharedLab, stateDir } from './lab.js';

const OTHER = `${NAME}-b`;

/** Ids by role of a lab's containers. */
const ids = async (name: string): Promise<Record<string, string>> =>
  Object.fromEntries((await containersOf(name)).map(({ Id, Labels }) => [Labels['session-lab.role'], Id]));

const everything = async (name: string): Promise<number> =>
  (await Promise.all([containersOf(name), networksOf(name), volumesOf(name)])).flat().length;

describe('lab up, status and down', () => {
  afterEach(() => takeDown({ name: OTHER }, () => {}));

  it('brings up only what the strategies need, changes it live, and keeps the containers that stay', async () => {
    const up = (...args: string[]) => lab(['up', '--name', OTHER, '--json', ...args]);
    const first = await up('--strategy', 'none', '--backends', '2');
    expect(first.exitCode, first.stderr).to.equal(0);
    const before = await ids(OTHER);
    expect(Object.keys(before).sort()).to.deep.equal(['backend-1', 'backend-2', 'nginx']);

    const second = await up('--strategy', 'redis', '--strategy', 'ip-hash', '--backends', '3');
    expect(second.exitCode, second.stderr).to.equal(0);
    const after = await ids(OTHER);
    expect(Object.keys(after).sort()).to.deep.equal([
      'backend-1',
      'backend-2',
      'backend-3',
      'nginx',
      'redis',
    ]);
    expect(after).to.include(before);

    const urls = JSON.parse(second.stdout) as { strategy: string; url: string }[];
    const port = Number(new URL(urls[0]!.url).port);
    expect((await get(port, 'redis.localhost', '/me', 5_000)).headers['x-session-module']).to.equal('redis');
    expect((await get(port, 'none.localhost', '/me', 5_000)).status).to.equal(404);

    const third = await up('--strategy', 'ip-hash', '--backends', '1');
    expect(third.exitCode, third.stderr).to.equal(0);
    expect(Object.keys(await ids(OTHER)).sort()).to.deep.equal(['backend-1', 'nginx']);
    const volumes = (await volumesOf(OTHER)).map(({ Name }) => Name);
    expect(volumes.filter((volume) => /backend-[23]|redis/.test(volume))).to.deep.equal([]);
  });

  it('changes nothing when all is as wanted', async () => {
    await sharedLab();
    const before = await ids(NAME);
    const again = await lab(['up', '--name', NAME]);
    expect(again.exitCode, again.stderr).to.equal(0);
    expect(await ids(NAME)).to.deep.equal(before);
  });

  it('shows a person the shop, who is logged in, and which backend answered', async () => {
    const shared = await sharedLab();
    const port = Number(new URL(shared.url(shared.strategies[0]!)).port);
    const page = await fetchHtml(port, 'redis.localhost');
    expect(page)
      .to.match(/backend-[123]/)
      .and.to.match(/redis/)
      .and.to.match(/<form/);
  });

  it('applies PHP settings to every backend, and says so', async () => {
    const args = [
      'up',
      '--name',
      OTHER,
      '--strategy',
      'none',
      '--backends',
      '2',
      '--php-ini',
      'session.name=OTHERID',
    ];
    expect((await lab(args)).exitCode).to.equal(0);
    const status = JSON.parse((await lab(['status', '--name', OTHER, '--json'])).stdout);
    expect(status.settings).to.deep.equal({ 'session.name': 'OTHERID' });
    const reply = await get(Number(new URL(status.strategies[0].url).port), 'none.localhost', '/me', 5_000);
    expect(String(reply.headers['set-cookie'])).to.match(/^OTHERID=/);
  });

  it('leaves nothing of its label behind after down, not even without its folder', async () => {
    expect((await lab(['up', '--name', OTHER, '--strategy', 'redis'])).exitCode).to.equal(0);
    expect(await everything(OTHER)).to.be.greaterThan(8);
    const { exitCode, stdout } = await lab(['down', '--name', OTHER], { LAB_DIR: '/nonexistent' });
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^Removed 5 containers, 2 networks/);
    expect(await everything(OTHER)).to.equal(0);
    expect((await lab(['down', '--name', OTHER])).stdout).to.equal('There was nothing to remove.');
  });

  it('refuses a port that is taken, with exit 3, and leaves nothing half-made', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    try {
      const { exitCode, stderr } = await lab([
        'up',
        '--name',
        OTHER,
        '--strategy',
        'none',
        '--port',
        String(port),
      ]);
      expect(stderr).to.match(new RegExp(`Error: port ${port}: is taken by another process`));
      expect(exitCode).to.equal(3);
    } finally {
      server.close();
    }
    expect(await everything(OTHER)).to.equal(0);
    expect(await readdir(await stateDir())).to.not.include(OTHER);
  });

  it('refuses a lab that keeps sessions otherwise than its strategy says, and takes down what it made', async () => {
    const ini = ['--php-ini', 'session.save_handler=files', '--php-ini', 'session.save_path=/tmp'];
    const { exitCode, stderr } = await lab(['up', '--name', OTHER, '--strategy', 'redis', ...ini]);
    expect(stderr).to.match(/redis on (nginx|backend-\d): keeps sessions by "files", and should by "redis"/);
    expect(exitCode).to.equal(3);
    expect(await everything(OTHER)).to.equal(0);
  });

  it('collects a lab whose process died, and leaves one alone that is kept', async () => {
    await sharedLab();
    await docker.createVolume({
      Name: `session-lab-${OTHER}-owner`,
      Labels: { 'session-lab': OTHER, 'session-lab.owner': `${hostname()} 999999` },
    });
    const { exitCode, stdout } = await lab(['gc', '--json']);
    expect(exitCode).to.equal(0);
    expect((JSON.parse(stdout) as { labs: string[] }[]).flatMap(({ labs }) => labs))
      .to.include(OTHER)
      .and.not.include(NAME);
    expect(await everything(OTHER)).to.equal(0);
  });
});

describe('containers', () => {
  it('are hardened: loopback ports only, no capabilities to spare, read-only root, limits, no new privileges', async () => {
    await sharedLab();
    const containers = await containersOf(NAME);
    expect(containers).to.have.length(5);
    for (const { Id } of containers) {
      const { HostConfig, Name, State } = await docker.getContainer(Id).inspect();
      const bindings = Object.values(
        (HostConfig.PortBindings ?? {}) as Record<string, { HostIp: string }[]>,
      ).flat();
      expect(
        bindings.map(({ HostIp }) => HostIp).filter((ip) => ip !== '127.0.0.1'),
        Name,
      ).to.deep.equal([]);
      expect(HostConfig.CapDrop, Name).to.deep.equal(['ALL']);
      expect(HostConfig.CapAdd ?? [], Name).to.not.include.members([
        'SYS_ADMIN',
        'CAP_SYS_ADMIN',
        'NET_ADMIN',
      ]);
      expect(HostConfig.SecurityOpt, Name).to.include('no-new-privileges:true');
      expect(HostConfig.ReadonlyRootfs, Name).to.equal(true);
      expect(HostConfig.Init, Name).to.equal(true);
      expect(HostConfig.Memory, Name).to.be.greaterThan(0);
      expect(HostConfig.PidsLimit, Name).to.be.greaterThan(0);
      expect(State.Running, Name).to.equal(true);
    }
  });

  it('serve as other users than root', async () => {
    const shared = await sharedLab();
    for (const role of shared.roles) {
      const { Titles, Processes } = await docker.getContainer(`session-lab-${NAME}-${role}`).top();
      const rows = Processes as string[][];
      const servers = rows.filter(
        (row) => /nginx|apache2|redis-server/.test(row.at(-1)!) && !/docker-init/.test(row.at(-1)!),
      );
      expect(
        servers.map((row) => row[Titles.indexOf('UID')]),
        role,
      ).to.not.include('root').and.to.not.be.empty;
    }
  });

  it('keep stores in a network without a way out', async () => {
    await sharedLab();
    const networks = await networksOf(NAME);
    expect(networks.map(({ Name, Internal }) => [Name, Internal]).sort()).to.deep.equal([
      [`session-lab-${NAME}_data`, true],
      [`session-lab-${NAME}_web`, false],
    ]);
  });
});

async function fetchHtml(port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const req = request(
      { port, host: '127.0.0.1', path: '/', headers: { host, accept: 'text/html' } },
      (res) => {
        let body = '';
        res.on('data', (chunk) => {
          body += chunk;
        });
        res.on('end', () => resolve(body));
      },
    );
    req.on('error', reject).end();
  });
}
