import { expect } from 'chai';
import { shares, unevenness, wellMixed } from '../../../cli/rings/index.js';
import { type Evenness, evennessTable, mean, rootMeanSquare, subnet } from './evenness-table.js';
import { rowsUnder } from './page-table.js';
import { backends } from './pages.js';

const row = ({ servers }: Evenness, figures: readonly number[]): string[] => [
  String(servers),
  ...figures.map((figure) => figure.toFixed(3)),
];

describe('unevenness', () => {
  it('is the standard deviation over the mean', () => {
    expect(unevenness([0.25, 0.25, 0.25, 0.25])).to.equal(0);
    expect(unevenness([1, 3])).to.equal(0.5);
    expect(unevenness([2, 4, 4, 4, 5, 5, 7, 9])).to.be.closeTo(0.4, 1e-12);
  });

  it('of wholly mixed points follows from their number', () => {
    expect([3, 10, 50, 300].map((servers) => wellMixed(servers).toFixed(3))).to.deep.equal([
      ...['0.064', '0.075', '0.078', '0.079'],
    ]);
    expect(wellMixed(1)).to.equal(0);
    // Twice the points: as even as 1/√2.
    expect(wellMixed(6, 2)).to.be.closeTo(wellMixed(3) / Math.SQRT2, 1e-4);
  });
});

describe('shares', () => {
  for (const [ring, sharesOf] of Object.entries(shares))
    it(`of ${ring} are parts of one whole`, () => {
      expect(sharesOf(backends(1))).to.deep.equal([1]);
      expect(sharesOf(backends(300)).reduce((sum, share) => sum + share, 0)).to.be.closeTo(1, 1e-12);
    });
});

describe('evenness over many subnets', function () {
  this.timeout(60_000);
  let table: Evenness[];

  before(() => {
    table = evennessTable();
  });

  it('is that of well-mixed points, within 5 %, with the parameter even', () => {
    for (const { servers, rms, wellMixed } of table)
      expect(rms.consistent_hash_even / wellMixed, `${servers} servers`).to.be.within(0.95, 1.05);
  });

  it("is that of well-mixed points, within 5 %, on nginx's own ring", () => {
    for (const { servers, rms, wellMixed } of table)
      expect(rms.hash_consistent / wellMixed, `${servers} servers`).to.be.within(0.95, 1.05);
  });

  it('is at least twice as bad on the compatible ring, and grows with the number of servers', () => {
    const compatible = table.map(({ rms }) => rms.consistent_hash);
    for (const [i, { wellMixed }] of table.entries()) expect(compatible[i]! / wellMixed).to.be.greaterThan(2);
    expect(compatible).to.deep.equal(compatible.toSorted((a, b) => a - b));
  });

  it('follows the weights with the parameter even: each share within 5 % of its formula, none far out', () => {
    const weights = [1, 2, 5];
    const all = Array.from({ length: 1000 }, (_, s) =>
      shares.consistent_hash_even(subnet(s, 3).map((server, i) => ({ ...server, weight: weights[i]! }))),
    );
    for (const [i, weight] of weights.entries()) {
      const overExpected = all.map((some) => (some[i]! * 8) / weight);
      const expected = wellMixed(8, weight);
      expect(mean(overExpected), `weight ${weight}`).to.be.closeTo(1, 0.01);
      expect(rootMeanSquare(overExpected.map((one) => one - 1)) / expected).to.be.within(0.95, 1.05);
      for (const one of overExpected) expect(Math.abs(one - 1) / expected).to.be.lessThan(5);
    }
  });

  it('stands in docs/consistent-hash.md as computed', () => {
    expect(
      rowsUnder('| servers | consistent_hash | consistent_hash even | hash consistent | well mixed |'),
    ).to.deep.equal(
      table.map((one) =>
        row(one, [
          one.rms.consistent_hash,
          one.rms.consistent_hash_even,
          one.rms.hash_consistent,
          one.wellMixed,
        ]),
      ),
    );
  });

  it("stands in docs/consistent-hash.md as computed, the busiest server's share too", () => {
    expect(rowsUnder('| servers | consistent_hash | consistent_hash even | hash consistent |')).to.deep.equal(
      table.map((one) =>
        row(one, [
          one.busiest.consistent_hash,
          one.busiest.consistent_hash_even,
          one.busiest.hash_consistent,
        ]),
      ),
    );
  });
});
