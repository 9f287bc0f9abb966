import { expect } from 'chai';
import { strategies } from '../../../cli/catalog/index.js';
import { containerName, projectName, volumeName } from '../../../cli/lab/labels.js';
import { labPaths, PACKAGE_ROOT } from '../../../cli/lab/paths.js';
import { isBundled, isTaken, storeServers } from '../../../cli/lab/servers.js';

describe('names in Docker', () => {
  it('begin with the project, whose name says which lab it is', () => {
    expect(projectName('lab')).to.equal('session-lab-lab');
    expect(containerName('lab', 'backend-1')).to.equal('session-lab-lab-backend-1');
    expect(volumeName('lab', 'redis')).to.equal('session-lab-lab-redis');
  });
});

describe('the folders of a lab', () => {
  it('lie below the state folder, in one of its name', () => {
    for (const path of Object.values(labPaths('/state', 'mine'))) {
      expect(path === '/state/mine' || path.startsWith('/state/mine/'), path).to.equal(true);
    }
  });

  it('are no part of the package', () => {
    expect(PACKAGE_ROOT).not.to.match(/dist$/);
  });
});

describe('store servers', () => {
  it('are needed once, however many strategies share one', () => {
    const redis = strategies.find(({ id }) => id === 'redis')!;
    expect(storeServers([redis, redis]).map(({ role }) => role)).to.deep.equal(['redis']);
    expect(storeServers(strategies.filter(({ store }) => store.servers.length === 0))).to.deep.equal([]);
  });

  it('are there for every strategy of the catalogue, each with an address of its own', () => {
    const servers = storeServers(strategies);
    for (const { role } of servers) expect(isBundled(role), role).to.equal(true);
    expect(new Set(servers.map(({ host }) => host)).size).to.equal(servers.length);
    for (const { host } of servers) expect(host).to.be.within(101, 254);
  });

  it('keep the names of servers and images to themselves', () => {
    for (const role of ['nginx', 'backend', 'backend-1', 'redis', 'memcache-2', 'galera'])
      expect(isTaken(role), role).to.equal(true);
    for (const role of ['sqlite', 'valkey']) expect(isTaken(role), role).to.equal(false);
  });
});
