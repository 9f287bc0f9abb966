import { expect } from 'chai';
import { groupBy } from '../../../cli/core/index.js';

describe('groupBy', () => {
  it('keeps the order of keys as they first appear, and of items within a key', () => {
    const groups = groupBy([5, 2, 8, 3, 1], (n) => (n % 2 === 0 ? 'even' : 'odd'));
    expect([...groups]).to.deep.equal([
      ['odd', [5, 3, 1]],
      ['even', [2, 8]],
    ]);
  });

  it('takes undefined for a key like any other', () => {
    expect([...groupBy(['a'], () => undefined)]).to.deep.equal([[undefined, ['a']]]);
  });

  it('makes nothing of nothing', () => {
    expect(groupBy([], (x) => x).size).to.equal(0);
  });
});
