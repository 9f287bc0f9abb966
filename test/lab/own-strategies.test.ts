import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Run } from '../../cli/core/index.js';
import { containersOf } from '../../cli/lab/docker.js';
import { PACKAGE_ROOT, takeDown } from '../../cli/lab/index.js';
import { lab, NAME, stateDir } from './lab.js';

const OTHER = `${NAME}-own`;
const EXAMPLE = join(PACKAGE_ROOT, 'examples', 'valkey');

let folder: string;

/** A strategy of the lab's Redis and files, in a folder of its own, changed by `edit`. */
async function own(
  id: string,
  edit: { readonly yaml?: string; readonly site?: string; readonly settings: readonly string[] },
): Promise<string> {
  const path = join(folder, id);
  await cp(EXAMPLE, path, { recursive: true, filter: (source) => !source.includes('compose') });
  const yaml = `title: a strategy of the tests
balancer: { method: round_robin, key: none }
store: ${edit.yaml ?? '{ module: redis, place: server, persistent: true, locking: none, revocable: true, servers: [redis] }'}
`;
  const vhost = `<VirtualHost *:80>
    ServerName ${id}.localhost
    Include /srv/lab/php-app/apache/shop.conf
    SetEnv LAB_LEDGER /var/lib/lab/ledger/${id}.log
${edit.settings.map((line) => `    ${line}`).join('\n')}
    Include /srv/lab/enabled/settings.conf
</VirtualHost>
`;
  await writeFile(join(path, 'strategy.yaml'), yaml);
  await writeFile(join(path, 'vhost.conf'), vhost);
  const site = (await readFile(join(EXAMPLE, 'site.conf'), 'utf8')).replaceAll('valkey', id);
  await writeFile(
    join(path, 'site.conf'),
    edit.site ? site.replace('include lab/servers.conf;', edit.site) : site,
  );
  return path;
}

/** As a virtual host names what the lab defines. */
const define = (name: string): string => `\${${name}}`;

const redisAt = (address: string, password = define('REDIS_PASSWORD')): string[] => [
  'php_admin_value session.save_handler redis',
  `php_admin_value session.save_path "tcp://${address}:6379?auth=${password}"`,
];

const up = (...strategies: string[]) =>
  lab(['up', '--name', OTHER, '--backends', '2', ...strategies.flatMap((one) => ['--strategy', one])]);

describe("people's own strategies", () => {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'session-lab-own-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => takeDown({ name: OTHER }, () => {}));

  it('run like the built-in ones, with a store of their own, and expectations from their traits', async () => {
    const { exitCode, stderr } = await up(EXAMPLE, 'none', 'ip-hash');
    expect(exitCode, stderr).to.equal(0);
    const args = ['run', 'calm', 'store-restarts', '--name', OTHER, '--visitors', '12', '--json'];
    const { stdout } = await lab(args);
    const run = JSON.parse(stdout) as Run;
    const cells = run.cells.filter(({ strategy }) => strategy === 'valkey');
    expect(cells.map(({ verdict, expected }) => [verdict, expected])).to.deep.equal([
      ['holds', 'holds'],
      ['degrades', 'degrades'],
    ]);
    expect(run.versions).to.have.property('valkey');
    expect(run.own?.map(({ id }) => id)).to.deep.equal(['valkey']);
    expect(JSON.stringify(run.own)).to.not.include(PACKAGE_ROOT);
    // Another `up` that does not name it keeps it, from the lab's own copy.
    expect((await lab(['up', '--name', OTHER])).exitCode).to.equal(0);
    const roles = (await containersOf(OTHER)).map(({ Labels }) => Labels['session-lab.role']);
    expect(roles).to.include('valkey');
  });

  it('are refused with everything that is wrong in strategy.yaml, exit 64', async () => {
    const yaml = '{ module: redis, place: nowhere, persistent: yes, locking: none, revocable: true }';
    const { exitCode, stderr } = await up(await own('bad-yaml', { yaml, settings: [] }));
    expect(exitCode).to.equal(64);
    expect(stderr).to.match(/store\.place: .*store\.persistent: /);
    expect((await up('./no-such-folder')).exitCode).to.equal(64);
  });

  it('are refused where the lab could not tell what they do, exit 64', async () => {
    const site = 'server 192.0.2.1;';
    const { exitCode, stderr } = await up(
      await own('elsewhere', { site, settings: redisAt(define('REDIS_HOST')) }),
    );
    expect(exitCode).to.equal(64);
    expect(stderr).to.match(/strategy elsewhere: site\.conf has no `include lab\/servers\.conf;`/);
    expect(await containersOf(OTHER)).to.deep.equal([]);
  });

  it("that nginx does not take are shown nginx's own words, exit 3", async () => {
    const site = 'include lab/servers.conf;\n    fair_trade;';
    const { exitCode, stderr } = await up(
      await own('bad-site', { site, settings: redisAt(define('REDIS_HOST')) }),
    );
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/unknown directive "fair_trade"/);
  });

  it('that Apache does not take are shown its own words, exit 3', async () => {
    const settings = ['ThereIsNoSuchDirective on', ...redisAt(define('REDIS_HOST'))];
    const { exitCode, stderr } = await up(await own('bad-vhost', { settings }));
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/ThereIsNoSuchDirective/);
  });

  it('with a wrong password are refused with the reason and the last lines of the log, exit 3', async () => {
    const { exitCode, stderr } = await up(
      await own('wrong-password', { settings: redisAt(define('REDIS_HOST'), 'open-sesame') }),
    );
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/wrong-password on (nginx|backend-\d): gave no good answer \(status 500: /);
    expect(stderr).to.match(/^ {2}\| .*session/m);
    expect(stderr).to.not.include('open-sesame');
    expect(await containersOf(OTHER)).to.deep.equal([]);
  });

  it('with a store that does not answer are refused, exit 3', async () => {
    const { exitCode, stderr } = await up(await own('silent-store', { settings: redisAt('192.0.2.1') }));
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/silent-store on (nginx|backend-\d): gave no good answer/);
  });

  it('with an extension that PHP does not have are refused, exit 3', async () => {
    const settings = [
      'php_admin_value session.save_handler mongodb',
      'php_admin_value session.save_path tcp://x',
    ];
    const { exitCode, stderr } = await up(await own('no-extension', { settings }));
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/no-extension on (nginx|backend-\d): (gave no good answer|keeps sessions by)/);
    expect(stderr).to.match(/^ {2}\| /m);
  });

  it('that fall back to files without a word are refused, exit 3', async () => {
    const { exitCode, stderr } = await up(
      await own('falls-back', {
        settings: ['php_admin_value session.save_path /var/lib/lab/sessions/falls-back'],
      }),
    );
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(
      /falls-back on (nginx|backend-\d): keeps sessions by "files", and should by "redis"/,
    );
  });
});

describe("people's own strategies in a lab that is up", () => {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'session-lab-own-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => takeDown({ name: OTHER }, () => {}));

  it('leave it as it was where they cannot be added', async () => {
    expect((await up('none', 'redis')).exitCode).to.equal(0);
    const broken = await own('broken', { settings: redisAt(define('REDIS_HOST'), 'open-sesame') });
    const added = await lab(['run', 'calm', '--name', OTHER, '--strategy', broken, '--visitors', '4']);
    expect(added.exitCode).to.equal(3);
    const status = JSON.parse((await lab(['status', '--name', OTHER, '--json'])).stdout);
    expect(status.strategies.map(({ id }: { id: string }) => id)).to.deep.equal(['none', 'redis']);
    const again = await lab(['run', 'calm', '--name', OTHER, '--visitors', '6']);
    expect(again.exitCode, again.stderr).to.equal(0);
  });

  it('are taken over anew when they have changed, without what else lies in their folder, and may be named by their ids', async () => {
    const mine = await own('mine', { settings: redisAt(define('REDIS_HOST')) });
    await writeFile(join(mine, '.env'), 'KEY=private');
    expect((await up(mine, 'none')).exitCode).to.equal(0);
    const copy = join(await stateDir(), OTHER, 'own', 'mine');
    expect((await readdir(copy)).sort()).to.deep.equal(['site.conf', 'strategy.yaml', 'vhost.conf']);
    const vhost = await readFile(join(mine, 'vhost.conf'), 'utf8');
    await writeFile(
      join(mine, 'vhost.conf'),
      vhost.replace('</Virt', '    php_admin_value session.name NEW\n</Virt'),
    );
    const named = await lab(['run', 'calm', '--name', OTHER, '--strategy', 'mine', '--visitors', '4']);
    expect(named.stderr).to.not.match(/not in the catalogue/);
    expect(await readFile(join(copy, 'vhost.conf'), 'utf8')).to.not.include('session.name NEW');
    await lab(['run', 'calm', '--name', OTHER, '--strategy', mine, '--strategy', 'none', '--visitors', '4']);
    expect(await readFile(join(copy, 'vhost.conf'), 'utf8')).to.include('session.name NEW');
  });
});

describe('free pairs', () => {
  afterEach(() => takeDown({ name: OTHER }, () => {}));

  it('are played like strategies, and expected by their traits', async () => {
    const args = ['--balancer', 'ip_hash', '--store', 'redis', '--strategy', 'none', '--strategy', 'ip-hash'];
    const { exitCode, stderr } = await lab(['up', '--name', OTHER, ...args]);
    expect(exitCode, stderr).to.equal(0);
    const played = await lab([
      'run',
      'calm',
      'backend-crashes',
      '--name',
      OTHER,
      '--visitors',
      '12',
      '--json',
    ]);
    expect(played.exitCode, played.stderr).to.equal(0);
    const { cells } = JSON.parse(played.stdout) as Run;
    expect(
      cells.filter(({ strategy }) => strategy === 'ip-hash--redis').map(({ verdict }) => verdict),
    ).to.deep.equal(['holds', 'holds']);
  });

  it('that are a strategy of the catalogue are called as it is', async () => {
    const args = ['up', '--name', OTHER, '--balancer', 'round_robin', '--store', 'redis', '--json'];
    const { stdout } = await lab(args);
    expect((JSON.parse(stdout) as { strategy: string }[]).map(({ strategy }) => strategy)).to.deep.equal([
      'redis',
    ]);
  });

  it('that make no sense are refused with the reason, exit 64', async () => {
    const { exitCode, stderr } = await lab([
      'up',
      '--name',
      OTHER,
      '--balancer',
      'ip_hash',
      '--store',
      'cookie_sealed',
    ]);
    expect(exitCode).to.equal(64);
    expect(stderr).to.match(/ip_hash with cookie_sealed: makes no sense: ip_hash keeps a visitor/);
  });
});
