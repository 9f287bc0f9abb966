import { expect } from 'chai';
import { measuring, spread, survival } from '../../../cli/checks/index.js';
import { evidenceOf } from './evidence.js';

const article = (n: number, backend: string) => ({ path: `/catalog/${n}`, backend });

describe('spread', () => {
  it('counts the backends of one visitor, not of all together, pages with and without a session apart', () => {
    const told = evidenceOf(3, (visit, n) => {
      const home = `backend-${1 + n}`;
      visit.read(0, { backend: home }).write(1, { backend: home });
      for (const look of [0, 1, 2].slice(n)) visit.read(0, article(7, `backend-${1 + look}`));
    });
    // The login of everybody was on backend-1.
    expect(spread(told)).to.deep.equal({ backendsWithSession: 2, backendsWithoutSession: 3 });
  });

  it('is 1 where every visitor has one backend for everything', () => {
    const told = evidenceOf(2, (visit) => visit.read(0).read(0, article(1, 'backend-1')));
    expect(spread(told)).to.deep.equal({ backendsWithSession: 1, backendsWithoutSession: 1 });
  });

  it('is 0 where nobody asked for such a page, or no backend answered', () => {
    expect(spread(evidenceOf(1, (visit) => visit.read(0))).backendsWithoutSession).to.equal(0);
    const silent = evidenceOf(1, () => {});
    const operations = silent.operations.map(({ backend: _, ...op }) => op);
    expect(spread({ ...silent, operations })).to.deep.equal({
      backendsWithSession: 0,
      backendsWithoutSession: 0,
    });
  });
});

describe('measuring', () => {
  it('adds measures to a check, and leaves its verdict alone', () => {
    const told = evidenceOf(2, (visit) => visit.read(0));
    const { measures, ...judged } = measuring(survival, spread)(told);
    const { measures: usual, ...verdict } = survival(told);
    expect(judged).to.deep.equal(verdict);
    expect(measures).to.deep.equal({ ...usual, ...spread(told) });
  });
});
