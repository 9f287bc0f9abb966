import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { findStrategy } from '../../cli/catalog/index.js';
import { execIn } from '../../cli/lab/docker.js';
import { labPaths, openLab, type RunningLab } from '../../cli/lab/index.js';
import { containerName } from '../../cli/lab/labels.js';
import { thrown } from '../unit/core/thrown.js';
import { NAME, sharedLab, stateDir } from './lab.js';

const STRICT = { 'session.use_strict_mode': '1' };
const TIGHT = { 'store.redis.maxmemory': '32mb', 'store.redis.maxmemory-policy': 'allkeys-lru' };

describe('settings of a scenario', () => {
  let shared: RunningLab;
  let never = 0;

  before(async () => {
    shared = await sharedLab();
  });
  afterEach(() => shared.apply({}));

  /** Comes with a session id that nobody has given out. Strict mode gives him another one
   * (php.net/manual/en/session.configuration.php). */
  const isStrict = (host: string): Promise<boolean> =>
    new Promise((resolve, reject) => {
      never += 1;
      const headers = { host, cookie: `PHPSESSID=neverseen${never}` };
      request({ host: '127.0.0.1', port: shared.wanted.httpPort, path: '/session', headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.headers['set-cookie'] !== undefined));
      })
        .on('error', reject)
        .end();
    });

  /** Virtual hosts in strict mode. */
  async function strict(): Promise<string[]> {
    const hosts = ['none', 'redis'].flatMap((id) =>
      shared.backends.map(({ role }) => `${role}.${id}.localhost`),
    );
    const told = await Promise.all(hosts.map(isStrict));
    return hosts.filter((_, i) => told[i]);
  }

  const limit = async (key: string): Promise<string> =>
    (await execIn(containerName(NAME, 'redis'), ['lab-store', 'get', key], 'redis')).output;

  it('are in force in every virtual host on every backend, and then are not', async () => {
    expect(await strict()).to.deep.equal([]);
    await shared.apply(STRICT);
    expect(await strict()).to.have.length(6);
    await shared.apply({});
    expect(await strict()).to.deep.equal([]);
  });

  it('limit a store, and then do not', async () => {
    await shared.apply(TIGHT);
    expect([await limit('maxmemory'), await limit('maxmemory-policy')]).to.deep.equal([
      '33554432',
      'allkeys-lru',
    ]);
    await shared.apply({});
    expect([await limit('maxmemory'), await limit('maxmemory-policy')]).to.deep.equal(['0', 'noeviction']);
  });

  it('that a killed run left are undone by somebody else', async () => {
    await shared.apply({ ...STRICT, ...TIGHT });
    const another = await openLab(await stateDir(), NAME, findStrategy);
    await another!.apply({});
    expect([await strict(), await limit('maxmemory')]).to.deep.equal([[], '0']);
  });

  it('that a virtual host overrides are an error that names it', async () => {
    const vhost = join(labPaths(await stateDir(), NAME).phpApp, 'vhosts', 'ip-hash.conf');
    const text = await readFile(vhost, 'utf8');
    await writeFile(
      vhost,
      text.replace(/(Include .*settings\.conf)/, '$1\nphp_admin_value session.use_strict_mode 0'),
    );
    try {
      expect(await thrown(() => shared.apply(STRICT))).to.include({
        subject: 'session.use_strict_mode of ip-hash on backend-1',
        reason: 'is "0" and should be "1"',
      });
    } finally {
      await writeFile(vhost, text);
    }
  });
});
