import { expect } from 'chai';
import { balancers } from '../../../cli/catalog/index.js';
import {
  consistentHash,
  consistentHashEven,
  hash,
  hashConsistent,
  ipHash,
  rings,
} from '../../../cli/rings/index.js';

describe('rings', () => {
  it('are found by the method of a balancer', () => {
    expect(rings[balancers.ip_hash.method]).to.equal(ipHash);
    expect(rings[balancers.hash_uri.method]).to.equal(hash);
    expect(rings[balancers.consistent_hash.method]).to.equal(consistentHash);
    expect(rings[balancers.ketama_cookie.method]).to.equal(hashConsistent);
    expect(rings['consistent_hash_even']).to.equal(consistentHashEven);
  });

  it('compute nothing for round robin, which has no key, and for sticky, which has no arithmetic', () => {
    expect(rings[balancers.round_robin.method]).to.equal(undefined);
    expect(rings[balancers.sticky.method]).to.equal(undefined);
  });
});
