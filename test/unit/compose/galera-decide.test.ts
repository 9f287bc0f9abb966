import { join } from 'node:path';
import { expect } from 'chai';
import { execaSync } from 'execa';
import { PACKAGE_ROOT } from '../../../cli/lab/paths.js';

const NODES = ['galera-1', 'galera-2', 'galera-3'];
const FRESH = 'waiting 00000000-0000-0000-0000-000000000000 -1';
const CLUSTER = '20d8b04d-e6de-11f1-940f-a68908a79580';

/** What a node does that sees the three nodes in these states. */
function decide(self: string, states: readonly string[]): string {
  const input = states.map((state, i) => `${NODES[i]} ${state}\n`).join('');
  const script = join(PACKAGE_ROOT, 'compose', 'galera', 'lab-galera-decide');
  return execaSync('awk', ['-v', `self=${self}`, '-f', script], { input }).stdout;
}

const waiting = (seqno: number): string => `waiting ${CLUSTER} ${seqno}`;
const primary = (size: number): string => `primary ${CLUSTER} 40 ${size} Synced`;

describe('a node of a Galera cluster that starts', () => {
  it('begins a cluster when no node has data and it is the first', () => {
    expect(NODES.map((self) => decide(self, [FRESH, FRESH, FRESH]))).to.deep.equal([
      'bootstrap',
      'wait it is for galera-1 to begin',
      'wait it is for galera-1 to begin',
    ]);
  });

  it('begins with the newest data, wherever they are', () => {
    expect(decide('galera-2', [waiting(30), waiting(41), waiting(9)])).to.equal('bootstrap');
    expect(decide('galera-1', [waiting(30), waiting(41), waiting(9)])).to.match(/^wait .*galera-2/);
    expect(decide('galera-3', [FRESH, FRESH, waiting(0)])).to.equal('bootstrap');
    expect(decide('galera-3', [FRESH, FRESH, waiting(-1)])).to.equal('bootstrap');
  });

  it('begins when it is the one that all three agree on', () => {
    const positions = [FRESH, waiting(-1), waiting(7), waiting(8)];
    for (const a of positions)
      for (const b of positions)
        for (const c of positions) {
          const begin = NODES.filter((self) => decide(self, [a, b, c]) === 'bootstrap');
          expect(begin, `${a}, ${b}, ${c}`).to.have.lengthOf(1);
        }
  });

  for (const unknown of ['silent', 'down', 'recovering', 'entering', 'starting'])
    it(`begins nothing while another node is ${unknown}`, () => {
      expect(decide('galera-1', [waiting(99), waiting(1), unknown])).to.match(/^wait .*galera-3$/);
      expect(decide('galera-1', [FRESH, FRESH, unknown])).to.match(/^wait .*galera-3$/);
    });

  it('joins a cluster that is there, also when a node is away', () => {
    expect(decide('galera-1', [waiting(99), primary(2), primary(2)])).to.equal('join galera-2');
    expect(decide('galera-1', [FRESH, primary(1), 'down'])).to.equal('join galera-2');
    expect(decide('galera-1', [FRESH, primary(2), 'silent'])).to.equal('join galera-2');
  });

  it('asks a node for data that has them all, where there is one', () => {
    const donor = `primary ${CLUSTER} 40 2 Donor/Desynced`;
    expect(decide('galera-1', [FRESH, donor, primary(2)])).to.equal('join galera-3');
    expect(decide('galera-3', [donor, 'starting', FRESH])).to.equal('join galera-1');
  });

  it('waits until the cluster has noticed who is gone', () => {
    expect(decide('galera-1', [waiting(40), primary(2), primary(3)])).to.match(/^wait galera-3 still counts/);
    expect(decide('galera-1', [waiting(40), primary(2), 'recovering'])).to.match(
      /^wait galera-2 still counts/,
    );
  });

  it('enters after the node that is entering, and after those with a lower number', () => {
    expect(decide('galera-1', [FRESH, primary(1), 'entering'])).to.equal('turn galera-3');
    expect(decide('galera-2', [primary(1), FRESH, FRESH])).to.equal('join galera-1');
    expect(decide('galera-3', [primary(1), FRESH, FRESH])).to.equal('turn galera-2');
    expect(decide('galera-3', [primary(2), 'starting', FRESH])).to.equal('join galera-1');
  });

  it('recalls nodes that run without the majority when all others wait', () => {
    expect(decide('galera-2', [`nonprimary ${CLUSTER} 40`, waiting(39), waiting(12)])).to.equal(
      'recall galera-1',
    );
    expect(decide('galera-2', [`nonprimary ${CLUSTER} 40`, waiting(39), 'silent'])).to.match(/^wait/);
  });

  it('does not choose between two histories', () => {
    const other = 'waiting 7c88992a-e6dc-11f1-904a-0fac8bf289a3 99';
    for (const self of NODES) expect(decide(self, [waiting(40), other, FRESH])).to.match(/^wait .*different/);
  });
});
