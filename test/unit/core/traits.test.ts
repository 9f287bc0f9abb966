import { expect } from 'chai';
import {
  anyBackendCanAnswer,
  type Balancer,
  backendRole,
  hasStoreServer,
  holdsCalm,
  isBackend,
  keepsToOneBackend,
  type Store,
  type Strategy,
} from '../../../cli/core/index.js';

function strategy(key: Balancer['key'], place: Store['traits']['place']): Strategy {
  const traits = { place, persistent: true, locking: 'waits', revocable: true } as const;
  const servers = place === 'server' || place === 'cluster' ? ['shelf'] : [];
  return {
    id: `${key}-${place}`,
    title: '',
    balancer: { id: 'b', method: 'round_robin', key, directive: '' },
    store: { id: 's', module: 'files', servers, traits },
  };
}

describe('traits', () => {
  it('let any backend answer where the session is shared or comes along', () => {
    expect(anyBackendCanAnswer(strategy('none', 'server'))).to.equal(true);
    expect(anyBackendCanAnswer(strategy('none', 'cluster'))).to.equal(true);
    expect(anyBackendCanAnswer(strategy('none', 'client'))).to.equal(true);
    expect(anyBackendCanAnswer(strategy('address', 'backend'))).to.equal(false);
    expect(anyBackendCanAnswer(strategy('none', 'relay')), 'its own old copy wins').to.equal(false);
  });

  it('keep a visitor to one backend by his address or a cookie, not by the address of a page', () => {
    expect(keepsToOneBackend(strategy('address', 'backend'))).to.equal(true);
    expect(keepsToOneBackend(strategy('cookie', 'backend'))).to.equal(true);
    expect(keepsToOneBackend(strategy('uri', 'backend'))).to.equal(false);
    expect(keepsToOneBackend(strategy('none', 'backend'))).to.equal(false);
  });

  it('hold calm where either of the two is so', () => {
    expect(holdsCalm(strategy('none', 'server'))).to.equal(true);
    expect(holdsCalm(strategy('address', 'backend'))).to.equal(true);
    expect(holdsCalm(strategy('uri', 'backend'))).to.equal(false);
    expect(holdsCalm(strategy('none', 'backend'))).to.equal(false);
  });

  it('know a store server where there is one', () => {
    expect(hasStoreServer(strategy('none', 'server'))).to.equal(true);
    expect(hasStoreServer(strategy('none', 'client'))).to.equal(false);
  });
});

describe('roles', () => {
  it('of backends are counted from 1', () => {
    expect(isBackend(backendRole(1))).to.equal(true);
    expect(isBackend('backend-64')).to.equal(true);
    for (const other of ['backend-0', 'backend-', 'backend-1x', 'my-backend-1', 'backends-1', 'nginx']) {
      expect(isBackend(other), other).to.equal(false);
    }
  });
});
