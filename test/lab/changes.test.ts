import { expect } from 'chai';
import { seededRandom, shuffled } from '../../cli/core/index.js';
import { containersOf, volumesOf } from '../../cli/lab/docker.js';
import { get } from '../../cli/lab/http.js';
import { takeDown } from '../../cli/lab/index.js';
import { lab, NAME } from './lab.js';

const OTHER = `${NAME}-changes`;

/** What a lab is asked for, a piece at a time. */
interface Wish {
  readonly strategies: ReadonlySet<string>;
  readonly backends: number;
  readonly sessionName: string;
}

const SERVERS: Readonly<Record<string, readonly string[]>> = { mysql: ['mysql'], redis: ['redis'] };

const CHANGES: Readonly<Record<string, (wish: Wish) => Wish>> = {
  'add mysql': (wish) => ({ ...wish, strategies: new Set([...wish.strategies, 'mysql']) }),
  'drop redis': (wish) => ({
    ...wish,
    strategies: new Set([...wish.strategies].filter((id) => id !== 'redis')),
  }),
  '5 backends': (wish) => ({ ...wish, backends: 5 }),
  '2 backends': (wish) => ({ ...wish, backends: 2 }),
  'another setting': (wish) => ({ ...wish, sessionName: 'ANOTHER' }),
};

async function roles(): Promise<string[]> {
  return (await containersOf(OTHER))
    .map(({ Labels, State }) => `${Labels['session-lab.role']} ${State}`)
    .sort();
}

describe('changes of a running lab', () => {
  afterEach(() => takeDown({ name: OTHER }, () => {}));

  for (const seed of [1, 2]) {
    const order = shuffled(Object.keys(CHANGES), seededRandom(seed));
    it(`end in the right state: ${order.join(', ')}`, async () => {
      let wish: Wish = { strategies: new Set(['none', 'redis']), backends: 3, sessionName: 'FIRST' };
      await bring(wish);
      for (const change of order) {
        wish = CHANGES[change]!(wish);
        await bring(wish);
      }
    });
  }

  it('keep what is not named: strategies, backends, settings', async () => {
    await bring({ strategies: new Set(['none', 'redis']), backends: 2, sessionName: 'FIRST' });
    const { exitCode, stderr } = await lab(['up', '--name', OTHER]);
    expect(exitCode, stderr).to.equal(0);
    const status = JSON.parse((await lab(['status', '--name', OTHER, '--json'])).stdout);
    expect(status.settings).to.deep.equal({ 'session.name': 'FIRST' });
    expect(status.servers).to.have.length(4);
    expect((await lab(['up', '--name', OTHER, '--php-ini', 'none'])).exitCode).to.equal(0);
    expect(JSON.parse((await lab(['status', '--name', OTHER, '--json'])).stdout).settings).to.deep.equal({});
  });
});

/** Brings the lab to a wish, and looks whether it is there: in Docker, at every URL, on every backend. */
async function bring({ strategies, backends, sessionName }: Wish): Promise<void> {
  const flags = [...strategies].flatMap((id) => ['--strategy', id]);
  const settings = ['--php-ini', `session.name=${sessionName}`];
  const args = ['up', '--name', OTHER, '--json', ...flags, '--backends', String(backends), ...settings];
  const { exitCode, stdout, stderr } = await lab(args);
  expect(exitCode, stderr).to.equal(0);
  const names = Array.from({ length: backends }, (_, i) => `backend-${i + 1}`);
  const stores = [...strategies].flatMap((id) => SERVERS[id] ?? []);
  expect(await roles()).to.deep.equal(['nginx', ...names, ...stores].map((role) => `${role} running`).sort());
  const urls = JSON.parse(stdout) as { strategy: string; url: string }[];
  expect(urls.map(({ strategy }) => strategy)).to.have.members([...strategies]);
  const port = Number(new URL(urls[0]!.url).port);
  for (const id of strategies) {
    for (const role of names) {
      const { status, headers } = await get(port, `${role}.${id}.localhost`, '/me', 5_000);
      expect(status, `${id} on ${role}`).to.equal(200);
      expect(headers['x-backend']).to.equal(role);
      // PdoSessionHandler keeps no empty session, and takes its cookie back.
      if (id !== 'mysql') expect(String(headers['set-cookie'])).to.match(new RegExp(`^${sessionName}=`));
    }
  }
  const seen = new Set<unknown>();
  for (let i = 0; i < 4 * backends; i++)
    seen.add((await get(port, `${[...strategies][0]}.localhost`, '/me', 5_000)).headers['x-backend']);
  expect([...seen].sort()).to.deep.equal(names.sort());
  const volumes = (await volumesOf(OTHER)).map(({ Name }) => Name);
  const gone = ['redis', 'mysql'].filter((role) => !stores.includes(role));
  expect(volumes.filter((volume) => gone.some((role) => volume.endsWith(`-${role}`)))).to.deep.equal([]);
}
