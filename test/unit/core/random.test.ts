import { expect } from 'chai';
import { seededRandom, shuffled } from '../../../cli/core/index.js';

const numbers = (seed: number, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

describe('seededRandom', () => {
  it('gives the numbers that mulberry32 gives', () => {
    expect(numbers(1, 3).map((n) => Math.round(n * 2 ** 32))).to.deep.equal([
      2693262067, 11749833, 2265367787,
    ]);
    expect(numbers(2 ** 32 - 1, 3).map((n) => Math.round(n * 2 ** 32))).to.deep.equal([
      3850105811, 813802916, 3073704848,
    ]);
  });

  it('stays in [0, 1) and spreads over it', () => {
    const many = numbers(42, 10_000);
    expect(many.every((n) => n >= 0 && n < 1)).to.equal(true);
    const tenths = Array.from({ length: 10 }, (_, i) => many.filter((n) => Math.floor(n * 10) === i).length);
    expect(Math.min(...tenths)).to.be.greaterThan(900);
    expect(Math.max(...tenths)).to.be.lessThan(1100);
  });
});

describe('shuffled', () => {
  it('keeps every item, and leaves the given array alone', () => {
    const items = Object.freeze(Array.from({ length: 50 }, (_, i) => i));
    const mixed = shuffled(items, seededRandom(3));
    expect(mixed).not.to.deep.equal(items);
    expect([...mixed].sort((a, b) => a - b)).to.deep.equal(items);
  });

  it('gives every order the same chance', () => {
    const random = seededRandom(9);
    const seen = new Map<string, number>();
    for (let i = 0; i < 6_000; i++) {
      const order = shuffled(['a', 'b', 'c'], random).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).to.equal(6);
    for (const [order, times] of seen) expect(times, order).to.be.within(850, 1150);
  });
});
