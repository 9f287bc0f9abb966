import { request } from 'node:http';
import { expect } from 'chai';
import { findStrategy } from '../../cli/catalog/index.js';
import { docker, execIn, volumesOf } from '../../cli/lab/docker.js';
import { openLab, type RunningLab, takeDown } from '../../cli/lab/index.js';
import { containerName } from '../../cli/lab/labels.js';
import { lab, stateDir, NAME as TESTS } from './lab.js';

const NAME = `${TESTS}-f`;

/** Somebody with a session of his own in a strategy. */
class Shopper {
  #cookie = '';

  constructor(
    private readonly port: number,
    private readonly host: string,
  ) {}

  login = () => this.#ask('POST', '/login', 'user=anna');
  buy = () => this.#ask('POST', '/cart/items', 'item=tea');
  look = () => this.#ask('GET', '/me');

  /** @returns what was said, with the status. */
  #ask(method: string, path: string, form = ''): Promise<{ status: number; user?: string; cart?: string[] }> {
    const headers = {
      host: this.host,
      cookie: this.#cookie,
      'content-type': 'application/x-www-form-urlencoded',
    };
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, method, path, headers };
      request(options, (answer) => {
        let body = '';
        const [cookie] = answer.headers['set-cookie'] ?? [];
        if (cookie) this.#cookie = cookie.split(';')[0]!;
        answer.on('data', (chunk) => {
          body += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode!, ...JSON.parse(body) }));
      })
        .on('error', reject)
        .end(form);
    });
  }
}

describe('faults of the net, of memory and of number', () => {
  const fault = (...args: string[]) => lab(['fault', ...args, '--name', NAME]);
  const heal = () => lab(['heal', '--name', NAME]);
  /** As another process finds it. */
  const found = async () => (await openLab(await stateDir(), NAME, findStrategy))!;
  const shopper = async (host: string) => {
    const someone = new Shopper((await found()).wanted.httpPort, `${host}.localhost`);
    expect((await someone.login()).status).to.equal(200);
    return someone;
  };
  const inForce = async () =>
    (await (await found()).journal.entries()).map((one) => `${one.fault} ${one.role}`);
  let shared: RunningLab;

  before(async () => {
    const { exitCode, stderr } = await lab([
      ...['up', '--name', NAME, '--backends', '3'],
      ...['--strategy', 'redis,memcached,mysql,cookie-sealed'],
    ]);
    expect(exitCode, stderr).to.equal(0);
    shared = await found();
  });
  afterEach(async () => {
    await heal();
    await shared.apply({});
  });
  after(() => takeDown({ name: NAME }, () => {}));

  describe('cut', () => {
    it('leaves a backend to nginx and takes the stores from it; another process heals it', async () => {
      const before = await shared.incarnation('backend-1');
      const { exitCode, stderr, stdout } = await fault('cut', 'backend-1');
      expect(exitCode, stderr).to.equal(0);
      expect(stdout).to.match(/backend-1 answers, and 3 of 3 stores are silent to it\.$/);
      expect(await shared.storesSeenFrom('backend-1')).to.deep.equal(['silent', 'silent', 'silent']);
      expect(await shared.storesSeenFrom('backend-2')).to.deep.equal(['answers', 'answers', 'answers']);
      await shopper('backend-1.cookie-sealed');
      expect(await inForce()).to.deep.equal(['cut backend-1']);

      expect((await heal()).stdout).to.equal('Healed: cut backend-1.');
      expect(await shared.storesSeenFrom('backend-1')).to.deep.equal(['answers', 'answers', 'answers']);
      expect(await shared.incarnation('backend-1')).to.equal(before);
      expect((await (await shopper('backend-1.redis')).look()).user).to.equal('anna');
    });

    it('silences a store for every backend while it runs, and no other store', async () => {
      const anna = await shopper('backend-2.redis');
      expect((await fault('cut', 'redis')).exitCode).to.equal(0);
      for (const { role } of shared.backends)
        expect(await shared.storesSeenFrom(role), role).to.deep.equal(
          shared.roles.slice(-3).map((store) => (store === 'redis' ? 'silent' : 'answers')),
        );
      expect(await shared.containerState('redis')).to.equal('running');
      expect((await heal()).stdout).to.equal('Healed: cut redis.');
      expect(await anna.look()).to.include({ status: 200, user: 'anna' });
    });
  });

  describe('fill', () => {
    it('does not fill a Redis that has no limit', async () => {
      const { exitCode, stderr } = await fault('fill', 'redis');
      expect(exitCode).to.equal(3);
      expect(stderr).to.match(/did not happen \(redis has no limit/);
      expect((await shared.storeNumbers('redis'))['sessions']).to.be.below(100);
    });

    it('makes a Redis refuse writes, and gives back its room, and keeps the real sessions', async () => {
      await shared.apply({ 'store.redis.maxmemory': '16mb' });
      const anna = await shopper('redis');
      const { exitCode, stderr } = await fault('fill', 'redis');
      expect(exitCode, stderr).to.equal(0);
      expect(await anna.look()).to.include({ status: 200, user: 'anna' });
      for (let i = 0; i < 5; i += 1) expect((await anna.buy()).status).to.equal(500);
      expect((await heal()).stdout).to.equal('Healed: fill redis.');
      expect((await shared.storeNumbers('redis'))['sessions']).to.be.below(100);
      expect(await anna.buy()).to.deep.include({ status: 200, user: 'anna', cart: ['tea'] });
    });

    it('makes a memcached throw out a session that was in use, and keeps those that came later', async () => {
      const anna = await shopper('memcached');
      for (let i = 0; i < 4; i += 1) await anna.buy();
      const { evictions = 0 } = await shared.storeNumbers('memcached');
      const { exitCode, stderr } = await fault('fill', 'memcached');
      expect(exitCode, stderr).to.equal(0);
      const full = await shared.storeNumbers('memcached');
      expect(full['evictions']).to.be.above(evictions);
      expect(full['usedBytes']).to.be.within(0.95 * full['limitBytes']!, full['limitBytes']!);
      expect(full['slabWasteBytes']).to.be.within(1, 0.3 * full['limitBytes']!);
      expect((await anna.look()).user).to.equal(null);

      const berta = await shopper('memcached');
      expect((await heal()).stdout).to.equal('Healed: fill memcached.');
      expect((await shared.storeNumbers('memcached'))['sessions']).to.be.below(100);
      expect(await berta.look()).to.include({ status: 200, user: 'anna' });
    });

    it('puts 100,000 sessions into a database, and takes just these out again', async () => {
      const anna = await shopper('mysql');
      const { sessions = 0 } = await shared.storeNumbers('mysql');
      const { exitCode, stderr } = await fault('fill', 'mysql');
      expect(exitCode, stderr).to.equal(0);
      expect(await shared.storeNumbers('mysql')).to.deep.equal({
        sessions: sessions + 100_000,
        filler: 100_000,
      });
      expect(await anna.look()).to.include({ status: 200, user: 'anna' });
      expect((await heal()).stdout).to.equal('Healed: fill mysql.');
      expect((await shared.storeNumbers('mysql'))['sessions']).to.equal(sessions);
      expect(await anna.look()).to.include({ status: 200, user: 'anna' });
    });
  });

  describe('scale', () => {
    const MARK = '/var/lib/lab/sessions/mark';
    const isMarked = async (role: string) =>
      (await execIn(containerName(NAME, role), ['test', '-e', MARK])).exitCode === 0;
    const others = () =>
      Promise.all(['backend-1', 'backend-2', 'redis'].map((role) => shared.incarnation(role)));
    const volumes = async () => (await volumesOf(NAME)).map(({ Name }) => Name).sort();

    it('lets a backend join that gets requests, and leave by the heal of another process', async () => {
      const before = [...(await others()), ...(await volumes())];
      const { exitCode, stderr } = await fault('scale', 'backend-4');
      expect(exitCode, stderr).to.equal(0);
      const larger = await found();
      expect(larger.backends.map(({ role }) => role)).to.include('backend-4');
      expect(await larger.balanced()).to.have.members(['backend-1', 'backend-2', 'backend-3', 'backend-4']);
      expect((await larger.journal.entries())[0]).to.deep.equal({
        fault: 'scale',
        role: 'backend-4',
        before: '3',
      });

      expect((await heal()).stdout).to.equal('Healed: scale backend-4.');
      expect(await shared.containerState('backend-4')).to.equal('absent');
      expect(await (await found()).balanced()).to.have.members(['backend-1', 'backend-2', 'backend-3']);
      expect([...(await others()), ...(await volumes())]).to.deep.equal(before);
    });

    it('lets the last backend leave, and join again with an empty disk', async () => {
      await execIn(containerName(NAME, 'backend-3'), ['touch', MARK], 'www-data');
      expect(await isMarked('backend-3')).to.equal(true);
      const { exitCode, stderr } = await fault('scale', 'backend-3');
      expect(exitCode, stderr).to.equal(0);
      expect(await (await found()).balanced()).to.have.members(['backend-1', 'backend-2']);
      expect(await shared.containerState('backend-3')).to.equal('absent');

      expect((await heal()).stdout).to.equal('Healed: scale backend-3.');
      expect(await (await found()).balanced()).to.have.members(['backend-1', 'backend-2', 'backend-3']);
      expect(await isMarked('backend-3')).to.equal(false);
    });

    it('changes what the lab that did it says of itself', async () => {
      await shared.scale(4);
      expect(shared.backends).to.have.length(4);
      expect(shared.roles).to.include('backend-4');
      await shared.scale(3);
      expect(shared.backends).to.have.length(3);
    });

    it('is healed where it was killed after the container had gone, with the disk still there', async () => {
      await shared.journal.add({ fault: 'scale', role: 'backend-3', before: '3' });
      await execIn(containerName(NAME, 'backend-3'), ['touch', MARK], 'www-data');
      await docker.getContainer(containerName(NAME, 'backend-3')).remove({ force: true });
      expect((await heal()).stdout).to.equal('Healed: scale backend-3.');
      expect(await shared.knock('backend-3')).to.equal('answers');
      expect(await isMarked('backend-3')).to.equal(false);
    });

    it('outlives a `lab up` that says nothing of backends, and ends with one that does', async () => {
      await fault('scale', 'backend-3');
      await lab(['up', '--name', NAME]);
      expect(await inForce()).to.deep.equal(['scale backend-3']);
      await lab(['up', '--name', NAME, '--backends', '3']);
      expect(await inForce()).to.deep.equal([]);
    });

    it('is not done twice, nor to a backend in the middle', async () => {
      const middle = await fault('scale', 'backend-1');
      expect(middle.exitCode).to.equal(64);
      expect(middle.stderr).to.match(/applies to backend-4 or backend-3/);
      expect((await fault('scale', 'backend-4')).exitCode).to.equal(0);
      const twice = await fault('scale', 'backend-5');
      expect(twice.exitCode).to.equal(3);
      expect(twice.stderr).to.match(/in force already, on backend-4/);
    });
  });

  it('are listed with the roles that they can hit', async () => {
    const { stdout } = await lab(['list', 'roles', '--name', NAME, '--json']);
    const rows = JSON.parse(stdout) as { role: string; faults: string }[];
    const on = (id: string) =>
      rows.filter(({ faults }) => faults.split(' ').includes(id)).map(({ role }) => role);
    const stores = shared.roles.slice(-3);
    expect({ cut: on('cut'), fill: on('fill'), scale: on('scale') }).to.deep.equal({
      cut: ['backend-1', 'backend-2', 'backend-3', ...stores],
      fill: stores,
      scale: ['backend-3'],
    });
  });
});
