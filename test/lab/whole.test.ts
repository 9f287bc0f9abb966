import { expect } from 'chai';
import { strategies } from '../../cli/catalog/index.js';
import type { Cell, Run } from '../../cli/core/index.js';
import { docker, execIn } from '../../cli/lab/docker.js';
import { containerName, volumeName } from '../../cli/lab/labels.js';
import { lab, run, verdicts, WHOLE, wholeLab } from './lab.js';

describe('all strategies of the catalogue at once', () => {
  let result: Run;
  let exitCode: number;
  const cell = (id: string): Cell => result.cells.find(({ strategy }) => strategy === id)!;

  before(async () => {
    await wholeLab();
    ({ exitCode, run: result } = await run(['calm', '--seed', '3'], WHOLE));
  });

  it('do in calm what their pages say, and exit 0', () => {
    expect(verdicts(result, 'calm')).to.deep.equal({
      none: 'breaks',
      'cookie-relay': 'breaks',
      'cookie-sealed': 'holds',
      mysql: 'holds',
      'mysql-cluster': 'holds',
      memcache: 'holds',
      memcached: 'holds',
      redis: 'holds',
      'redis-locked': 'holds',
      'ip-hash': 'holds',
      'ip-hash-split': 'holds',
      'url-hash': 'breaks',
      'cookie-hash': 'holds',
      'consistent-hash': 'breaks',
      'consistent-hash-ip': 'holds',
      'consistent-hash-cookie': 'holds',
      'ketama-cookie': 'holds',
      sticky: 'n/a',
    });
    expect(result.cells).to.have.length(strategies.length);
    expect(result.cells.filter(({ verdict, expected }) => verdict !== expected)).to.deep.equal([]);
    expect(exitCode).to.equal(0);
  });

  it('are seen on every backend, and none of them does all the work', () => {
    for (const { strategy, verdict, measures } of result.cells.filter(({ verdict }) => verdict !== 'n/a')) {
      expect(measures.backendsSeen, `${strategy} ${verdict}`).to.equal(3);
      expect(measures.maxShare, strategy).to.be.within(1 / 3, 0.8);
    }
  });

  it('show by numbers that ip-hash-split sends pages without a session to all backends, and the others to one', () => {
    expect(cell('ip-hash-split').measures).to.include({ backendsWithSession: 1, backendsWithoutSession: 3 });
    expect(cell('ip-hash').measures).to.include({ backendsWithSession: 1, backendsWithoutSession: 1 });
    expect(cell('redis').measures).to.include({ backendsWithSession: 3 });
  });

  it('say which versions ran', () => {
    for (const component of [
      'nginx',
      'php',
      'redis',
      'memcached',
      'mysql',
      'galera',
      'symfony-http-foundation',
    ])
      expect(result.versions, component).to.have.property(component);
  });
});

describe('the nodes of the cluster', () => {
  const NODES = ['galera-1', 'galera-2', 'galera-3'];
  /** How many visitors a node knows; the lab's own looks leave sessions of nobody. */
  const visitorsOn = async (node: string): Promise<number> => {
    const count = "SELECT COUNT(*) FROM sessions WHERE sess_data LIKE '%visitor-%'";
    const query = ['mariadb', '--defaults-file=/run/mysqld/shop.cnf', '-BN', '-e', count];
    return Number((await execIn(containerName(WHOLE, node), query, 'mysql')).output);
  };
  const fault = (...args: string[]) => lab([...args, '--name', WHOLE]);

  before(async () => {
    await wholeLab();
    await run(['calm', '--strategy', 'mysql-cluster', '--strategy', 'none', '--visitors', '6'], WHOLE);
  });

  it('come back one at a time, after a crash and where the container was gone', async () => {
    expect(await visitorsOn('galera-3')).to.equal(6);
    for (const [kind, node] of [
      ['crash', 'galera-1'],
      ['vanish', 'galera-2'],
    ] as const) {
      expect((await fault('fault', kind, node)).exitCode, `${kind} ${node}`).to.equal(0);
      const { exitCode, stderr } = await fault('heal');
      expect(exitCode, stderr).to.equal(0);
      const up = await lab(['up', '--name', WHOLE]);
      expect(up.exitCode, up.stderr).to.equal(0);
      expect(await visitorsOn(node), `${kind} ${node}`).to.equal(6);
    }
  });

  it('take over all data from the others where a disk is new', async () => {
    await docker.getContainer(containerName(WHOLE, 'galera-1')).remove({ force: true });
    await docker.getVolume(volumeName(WHOLE, 'galera-1')).remove();
    const { exitCode, stderr } = await lab(['up', '--name', WHOLE]);
    expect(exitCode, stderr).to.equal(0);
    expect(await visitorsOn('galera-1')).to.equal(6);
  });

  for (const kind of ['restart', 'crash', 'vanish']) {
    it(`find out which of them has the newest data after all were down (${kind})`, async () => {
      for (const node of NODES) expect((await fault('fault', kind, node)).exitCode).to.equal(0);
      const { exitCode, stderr } = await fault('heal');
      expect(exitCode, stderr).to.equal(0);
      const up = await lab(['up', '--name', WHOLE]);
      expect(up.exitCode, up.stderr).to.equal(0);
      for (const node of NODES) expect(await visitorsOn(node), node).to.equal(6);
    });
  }
});
