import { expect } from 'chai';
import { shuffledBySeed } from '../../../cli/engine/index.js';
import { inPlayingOrder, inTableOrder } from '../../../cli/engine/order.js';
import { scenarios } from '../../../scenarios/index.js';
import { cell } from '../report/sample.js';
import { aScenario } from './fakes.js';
import { aRun } from './world.js';

const ids = (some: readonly { readonly id: string }[]): string[] => some.map(({ id }) => id);

describe('the order in which scenarios are played', () => {
  it('is the same for the same seed, in whatever order they were named', () => {
    for (let seed = 0; seed < 20; seed++)
      expect(shuffledBySeed(scenarios.toReversed(), seed)).to.deep.equal(shuffledBySeed(scenarios, seed));
  });

  it('has each of them once', () => {
    expect(shuffledBySeed(scenarios, 7)).to.have.members(scenarios).and.to.have.length(scenarios.length);
  });

  it('differs between seeds, and lets each of them be the first for some seed', () => {
    const orders = Array.from({ length: 200 }, (_, seed) => ids(shuffledBySeed(scenarios, seed)));
    expect(new Set(orders.map((order) => order.join())).size).to.be.greaterThan(190);
    expect(new Set(orders.map(([first]) => first))).to.have.all.keys(ids(scenarios));
  });

  it('is that of the run, where it names one', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => aScenario({ id }));
    const run = aRun([], [a!, b!, c!]);
    const played = inPlayingOrder({ ...run, order: ['c', 'a', 'b'] }, [a!, b!, c!]);
    expect(ids(played)).to.deep.equal(['c', 'a', 'b']);
    expect(ids(inPlayingOrder(run, [b!, a!]))).to.deep.equal(['b', 'a']);
  });
});

describe('the order of cells', () => {
  it('is that of the table, row by row', () => {
    const run = { ...aRun([], []), scenarios: ['calm', 'crash'], strategies: ['none', 'redis'] };
    const cells = [
      cell('crash', 'redis'),
      cell('crash', 'none'),
      cell('calm', 'redis'),
      cell('calm', 'none'),
    ];
    expect(inTableOrder(run, cells)).to.deep.equal(cells.toReversed());
  });
});
