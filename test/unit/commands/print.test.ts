import { expect } from 'chai';
import { table } from '../../../cli/commands/print.js';

describe('table', () => {
  it('makes columns as wide as their widest cell, with no blanks at the end of a line', () => {
    const rows = [
      ['redis', 'http://redis.localhost:8080/', 'one'],
      ['consistent-hash', '', 'two'],
      ['x', 'y', ''],
    ];
    expect(table(['STRATEGY', 'URL', 'WHAT'], rows).split('\n')).to.deep.equal([
      'STRATEGY         URL                           WHAT',
      'redis            http://redis.localhost:8080/  one',
      'consistent-hash                                two',
      'x                y',
    ]);
  });

  it('has its head where there is nothing else', () => {
    expect(table(['A', 'B'], [])).to.equal('A  B');
  });
});
