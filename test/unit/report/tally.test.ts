import { expect } from 'chai';
import { tally } from '../../../cli/report/tally.js';
import { cell } from './sample.js';

const ids = ['none', 'redis', 'ip-hash', 'memcached', 'mysql', 'cookie-sealed'];
const row = (...verdicts: ('holds' | 'breaks' | 'unknown')[]) =>
  verdicts.map((verdict, i) => cell('calm', ids[i]!, { verdict, expected: 'holds' }));

describe('a tally', () => {
  it('counts verdicts, and says that all is as expected', () => {
    const { counts, surprises } = tally(
      [...row('holds', 'holds'), cell('calm', 'none', { verdict: 'breaks', expected: 'breaks' })],
      'strategy',
    );
    expect(counts).to.equal('2 hold, 1 breaks; as expected');
    expect(surprises).to.deep.equal([]);
  });

  it('names what is not, a line for each way of not being so', () => {
    const { counts, surprises } = tally(row('holds', 'breaks', 'unknown', 'breaks'), 'strategy');
    expect(counts).to.equal('1 holds, 2 break, 1 unknown');
    expect(surprises).to.have.members([
      '▼ worse than expected: redis and memcached',
      '? could not be judged: ip-hash',
    ]);
  });

  it('names three of many', () => {
    const all = row('unknown', 'unknown', 'unknown', 'unknown', 'unknown', 'unknown');
    expect(tally(all, 'strategy').surprises).to.deep.equal([
      '? could not be judged: none, redis, ip-hash and 3 more',
    ]);
  });

  it('names the scenarios of a column', () => {
    const cells = [cell('calm', 'redis', { verdict: 'breaks', expected: 'holds' })];
    expect(tally(cells, 'scenario').surprises).to.deep.equal(['▼ worse than expected: calm']);
  });
});
