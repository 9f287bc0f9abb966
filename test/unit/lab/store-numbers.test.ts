import { expect } from 'chai';
import { numbersIn } from '../../../cli/lab/store-numbers.js';

describe('numbers of a store', () => {
  it('are read from lines of a name and a number', () => {
    expect(numbersIn('sessions 24\nusedBytes 67108864')).to.deep.equal({
      sessions: 24,
      usedBytes: 67108864,
    });
  });

  it('are what is a number, and no other line', () => {
    expect(numbersIn('Warning: 3 things\nevictions 7\nstate ok\nload 0.5\n')).to.deep.equal({ evictions: 7 });
  });

  it('may be none', () => {
    expect(numbersIn('')).to.deep.equal({});
  });
});
