import { expect } from 'chai';
import { balancers } from '../../../cli/catalog/index.js';
import { consistentHash, ipHash, rings } from '../../../cli/rings/index.js';

describe('rings', () => {
  it('are found by the method of a balancer', () => {
    expect(rings[balancers.ip_hash.method]).to.equal(ipHash);
    expect(rings[balancers.consistent_hash.method]).to.equal(consistentHash);
  });

  it('compute nothing for round robin, which has no key', () => {
    expect(rings[balancers.round_robin.method]).to.equal(undefined);
  });
});
