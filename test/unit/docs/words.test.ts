import { expect } from 'chai';
import { lasting, ranged, table, times, wrapped } from '../../docs/words.js';

describe('words of a page', () => {
  it('tell how often something is done', () => {
    expect([2, 3, 12, 13, 16, 20, 37, 50].map(times)).to.deep.equal([
      'twice',
      'three times',
      'twelve times',
      'thirteen times',
      'sixteen times',
      'twenty times',
      '37 times',
      'fifty times',
    ]);
    expect([500, 1000, 1500].map(lasting)).to.deep.equal(['500 ms', '1 s', '1.5 s']);
  });

  it('tell three roles in a row by the first and the last', () => {
    expect(ranged(['mysql', 'galera-1', 'galera-2', 'galera-3', 'memcache-1', 'memcache-2'])).to.equal(
      '`mysql`, `galera-1` to `galera-3`, `memcache-1` and `memcache-2`',
    );
    expect(ranged(['nginx'])).to.equal('`nginx`');
  });

  it('break no line within code or a link', () => {
    const long = `${'word '.repeat(21)}\`GET /me\` and [the usual rule](../reading-a-report.md)`;
    const lines = wrapped(`- ${long}`, '  ').split('\n');
    expect(lines).to.have.length(2);
    expect(lines.every((line) => line.length <= 119)).to.equal(true);
    expect(lines[1]).to.equal('  and [the usual rule](../reading-a-report.md)');
  });

  it('leave out columns in which nothing stands', () => {
    const rows = [
      ['a', '', 'x|y'],
      ['b', '', ''],
    ];
    expect(table(['one', 'two', 'three'], rows).split('\n')).to.deep.equal([
      '| one | three |',
      '| --- | --- |',
      '| a | x\\|y |',
      '| b | |',
    ]);
  });
});
