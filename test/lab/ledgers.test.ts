import { request } from 'node:http';
import { expect } from 'chai';
import { findFault } from '../../cli/faults/index.js';
import { execIn } from '../../cli/lab/docker.js';
import type { RunningLab } from '../../cli/lab/index.js';
import { containerName } from '../../cli/lab/labels.js';
import { NAME, sharedLab } from './lab.js';

/** Appends for two seconds as the shop does, as fast as it can; prints how often. */
const APPEND = `require '/srv/lab/php-app/src/autoload.php';
$_SERVER = ['LAB_LEDGER' => '/var/lib/lab/ledger/none.log', 'REQUEST_METHOD' => 'POST', 'REQUEST_URI' => '/'] + $_SERVER;
for ($n = 0, $end = hrtime(true) + 2e9; hrtime(true) < $end; ) {
    $_SERVER['HTTP_X_REQUEST_ID'] = $argv[1] . '.' . ++$n;
    Shop\\Ledger::fromEnvironment()->append(Shop\\Request::fromGlobals(), 'anna');
}
echo $n;`;
/** Takes the ledger again and again meanwhile. */
const TAKE = 'for n in $(seq 60); do lab-ledger | sed 1d; done';

describe('ledgers of a lab', () => {
  let shared: RunningLab;

  before(async () => {
    shared = await sharedLab();
  });
  beforeEach(() => shared.takeLedgers());

  /** Logs in at a backend, with that id for the request; what came back is its status. */
  const login = (backend: string, id: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = {
        host: `${backend}.redis.localhost`,
        'x-request-id': id,
        'content-type': 'application/x-www-form-urlencoded',
      };
      const { httpPort: port } = shared.wanted;
      request({ host: '127.0.0.1', port, method: 'POST', path: '/login', headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
      })
        .on('error', reject)
        .end('user=anna');
    });

  const executed = async (): Promise<Record<string, readonly string[]>> =>
    Object.fromEntries((await shared.takeLedgers()).map((page) => [page.backend, page.executed]));

  it('say who executed what, in order and as often as it was; and forget it', async () => {
    for (const [backend, id] of [
      ['backend-1', 'a'],
      ['backend-2', 'b'],
      ['backend-1', 'c'],
      ['backend-1', 'a'],
    ] as const)
      expect(await login(backend, id)).to.equal(200);
    expect(await executed()).to.deep.equal({
      'backend-1': ['a', 'c', 'a'],
      'backend-2': ['b'],
      'backend-3': [],
    });
    expect(await executed()).to.deep.equal({ 'backend-1': [], 'backend-2': [], 'backend-3': [] });
  });

  it('lose nothing, and tell nothing twice, while they are written', async () => {
    const writers = ['x', 'y', 'z'];
    const run = async (command: readonly string[]) => {
      const { exitCode, output } = await execIn(containerName(NAME, 'backend-1'), command, 'www-data');
      expect(exitCode, output).to.equal(0);
      return output;
    };
    const [taken, ...times] = await Promise.all([
      run(['sh', '-c', TAKE]),
      ...writers.map((name) => run(['php', '-r', APPEND, name])),
    ]);
    const all = [...taken.split('\n'), ...(await executed())['backend-1']!];
    for (const [i, name] of writers.entries()) {
      const ids = all.filter((id) => id.startsWith(name));
      const inOrder = ids.every((id, n) => id === `${name}.${n + 1}`);
      expect([ids.length, inOrder], name).to.deep.equal([Number(times[i]), true]);
    }
  });

  it('outlive a crash, are left out where the container is gone, and are told when it is back', async () => {
    await login('backend-1', 'before');
    const [crash, vanish] = [findFault('crash')!, findFault('vanish')!];
    await crash.inject(shared, 'backend-1');
    expect((await executed())['backend-1']).to.deep.equal(['before']);
    await crash.heal(shared, 'backend-1');
    await login('backend-1', 'between');
    await vanish.inject(shared, 'backend-1');
    expect(await executed()).to.have.keys('backend-2', 'backend-3');
    await vanish.heal(shared, 'backend-1');
    expect((await executed())['backend-1']).to.deep.equal(['between']);
  });

  it('are of another disk where a backend was made anew, and of the same where it was not', async () => {
    const disks = async () => (await shared.takeLedgers()).map(({ disk }) => disk);
    const before = await disks();
    expect(new Set(before)).to.have.property('size', 3);
    expect(await disks()).to.deep.equal(before);
    await shared.reset();
    expect(await disks()).to.deep.equal(before);
    await login('backend-1', 'lost');
    await findFault('redeploy')!.inject(shared, 'backend-1');
    const [first, ...others] = await shared.takeLedgers();
    expect(first).to.include({ backend: 'backend-1' }).and.not.include({ disk: before[0] });
    expect(first?.executed).to.deep.equal([]);
    expect(others.map(({ disk }) => disk)).to.deep.equal(before.slice(1));
  });
});
