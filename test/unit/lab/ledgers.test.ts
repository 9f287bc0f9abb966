import { expect } from 'chai';
import { ledgerPage } from '../../../cli/lab/ledgers.js';

describe('the page of a ledger', () => {
  it('has the disk, and the ids in the order in which they were printed, twice where they were', () => {
    expect(ledgerPage('backend-2', 'd1-5k\nr.redis.1.2\nr.redis.1.1\nr.redis.1.1')).to.deep.equal({
      backend: 'backend-2',
      disk: 'd1-5k',
      executed: ['r.redis.1.2', 'r.redis.1.1', 'r.redis.1.1'],
    });
  });

  it('is empty where nothing was executed', () => {
    expect(ledgerPage('backend-1', 'd1-5k')).to.deep.equal({
      backend: 'backend-1',
      disk: 'd1-5k',
      executed: [],
    });
  });
});
