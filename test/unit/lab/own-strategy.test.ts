import { join } from 'node:path';
import { expect } from 'chai';
import { checkStrategies } from '../../../cli/lab/check-strategies.js';
import { ownStrategy } from '../../../cli/lab/own-strategy.js';
import { PACKAGE_ROOT } from '../../../cli/lab/paths.js';
import { storeServers } from '../../../cli/lab/servers.js';
import { thrown } from '../core/thrown.js';
import { TemporaryFolder } from './temporary-folder.js';

const EXAMPLE = join(PACKAGE_ROOT, 'examples', 'valkey');
const nobody = () => false;
const GOOD = `
title: a strategy
balancer: { method: hash, key: cookie, directive: hash $route }
store: { module: redis, place: server, persistent: true, locking: none, revocable: true, servers: [redis] }
`;

/** What is said of a folder with this strategy.yaml. */
async function said(yaml: string, name = 'mine'): Promise<string> {
  await using folder = await TemporaryFolder.make();
  await folder.write(`${name}/strategy.yaml`, yaml);
  try {
    ownStrategy(folder.at(name), (id) => id === 'redis');
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a strategy in a folder', () => {
  it('is what its strategy.yaml says, and called as the folder', () => {
    const { id, store, balancer, origin } = ownStrategy(EXAMPLE, nobody);
    expect([id, store.module, store.traits.place, balancer.method]).to.deep.equal([
      'valkey',
      'redis',
      'server',
      'round_robin',
    ]);
    expect(origin).to.deep.equal({ folder: EXAMPLE });
  });

  it('has a server of its own, at an address that no other server has', () => {
    const strategy = ownStrategy(EXAMPLE, nobody);
    const [server] = storeServers([strategy]);
    expect(server).to.include({
      role: 'valkey',
      service: 'valkey',
      port: 6379,
      greeting: 'PING\r\n',
      secret: true,
    });
    expect(server!.host).to.be.within(121, 250);
    expect(ownStrategy(EXAMPLE, nobody).store.ownServers).to.deep.equal(strategy.store.ownServers);
  });

  it('may use the servers of the lab', async () => {
    await using folder = await TemporaryFolder.make();
    await folder.write('mine/strategy.yaml', GOOD);
    expect(storeServers([ownStrategy(folder.at('mine'), nobody)]).map(({ role }) => role)).to.deep.equal([
      'redis',
    ]);
  });

  it('takes a correct strategy.yaml', async () => {
    expect(await said(GOOD)).to.equal('nothing');
  });

  for (const [what, yaml, reason] of [
    ['unknown words', `${GOOD}colour: blue\n`, /Unrecognized key.*colour/],
    ['a wrong place', GOOD.replace('place: server', 'place: cloud'), /store\.place/],
    ['a missing trait', GOOD.replace('persistent: true, ', ''), /store\.persistent/],
    ['a server that nobody knows', GOOD.replace('[redis]', '[mongodb]'), /nobody knows a server mongodb/],
    [
      'a server of the lab as its own',
      `${GOOD}servers: { mysql: { port: 1, user: x } }`,
      /servers\.mysql: the lab has/,
    ],
    ['a port that is none', `${GOOD}servers: { mine: { port: 70000, user: x } }`, /servers\.mine\.port/],
    ['what is no YAML', 'title: [', /mine\/strategy\.yaml: is no strategy/],
  ] as const) {
    it(`is refused with ${what}`, async () => {
      expect(await said(yaml)).to.match(reason);
    });
  }

  for (const role of ['keep', 'owner', 'cookie', 'base', 'lab']) {
    it(`cannot have a server called ${role}, which is the name of something of the lab`, async () => {
      expect(await said(`${GOOD}servers: { ${role}: { port: 1, user: x } }`)).to.match(
        /the lab has a server of this name/,
      );
    });
  }

  for (const name of ['lab', 'Mine', 'my_way', 'ip-hash--redis', '-mine', 'redis']) {
    it(`cannot be called ${name}`, async () => {
      expect(await said(GOOD, name)).to.match(/is no strategy/);
    });
  }

  it('is refused where its configurations lack what the lab relies on, and where they are missing', async () => {
    await using folder = await TemporaryFolder.make();
    await folder.write('mine/strategy.yaml', GOOD);
    const strategy = ownStrategy(folder.at('mine'), nobody);
    expect((await thrown(() => checkStrategies([strategy]))).message).to.match(
      /(site|vhost)\.conf is missing/,
    );
    await folder.write('mine/site.conf', 'upstream other { include lab/servers.conf; }\n');
    await folder.write('mine/vhost.conf', '<VirtualHost *:80>\nServerName mine.localhost\n</VirtualHost>\n');
    const { message } = await thrown(() => checkStrategies([strategy]));
    for (const flaw of [
      'no `server_name mine.localhost;`',
      'no `include site.conf;`',
      'no `hash $route`',
      'not called mine or mine-…',
      'vhost.conf does not include /srv/lab/enabled/settings.conf',
    ])
      expect(message).to.include(flaw);
    await folder.write(
      'mine/vhost.conf',
      '<VirtualHost *:80>\nServerName mine.localhost\nInclude /srv/lab/php-app/apache/shop.conf\n</VirtualHost>\n',
    );
    expect((await thrown(() => checkStrategies([strategy]))).message).to.include(
      'vhost.conf has no `SetEnv LAB_LEDGER /var/lib/lab/ledger/mine.log`',
    );
  });

  it('cannot stand beside another one with a server of the same name', async () => {
    await using folder = await TemporaryFolder.make();
    const one = ownStrategy(EXAMPLE, nobody);
    const { message } = await thrown(() => checkStrategies([one, { ...one, id: 'valkey' }]));
    expect(message).to.match(/its server valkey cannot stand beside valkey's valkey/);
    expect(folder.path).to.be.a('string');
  });
});
