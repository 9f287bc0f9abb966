import { expect } from 'chai';
import { keptOnMoves, measuring, survival } from '../../../cli/checks/index.js';
import { addressFarAway, addressNearby, type Operation } from '../../../cli/core/index.js';
import { evidenceOf, FAILED, GUEST, HUNG, type Visit } from './evidence.js';

const near = ({ person }: Visit, different: Partial<Operation> = {}) => ({
  address: addressNearby(person.address),
  ...different,
});
const far = ({ person }: Visit, different: Partial<Operation> = {}) => ({
  address: addressFarAway(person.address),
  phase: 'after' as const,
  ...different,
});

describe('keptOnMoves', () => {
  it('counts who was himself in every answer at an address, apart for each kind of address', () => {
    const told = evidenceOf(4, (visit, n) => {
      visit
        .read(0, near(visit, n === 0 ? GUEST : {}))
        .read(0, near(visit))
        .read(0, far(visit))
        .read(0, far(visit, n < 3 ? GUEST : {}));
    });
    expect(keptOnMoves(told)).to.deep.equal({ keptLastOctet: 3, keptOtherNetwork: 1 });
  });

  it('does not look at answers at his first address', () => {
    const told = evidenceOf(2, (visit) => visit.read(0, GUEST).read(0, near(visit)).read(0, far(visit)));
    expect(keptOnMoves(told)).to.deep.equal({ keptLastOctet: 2, keptOtherNetwork: 2 });
  });

  it('counts somebody else for nobody, and who got no answer for not kept', () => {
    const told = evidenceOf(3, (visit, n) => {
      visit.read(0, near(visit, n === 0 ? { user: 'mallory' } : {}));
      visit.read(0, far(visit, n === 1 ? FAILED : n === 2 ? HUNG : {}));
    });
    expect(keptOnMoves(told)).to.deep.equal({ keptLastOctet: 2, keptOtherNetwork: 1 });
  });

  it('counts nobody where no address changed', () => {
    expect(keptOnMoves(evidenceOf(2, (visit) => visit.read(0)))).to.deep.equal({
      keptLastOctet: 0,
      keptOtherNetwork: 0,
    });
  });
});

describe('measuring', () => {
  it('adds measures to a check, and leaves its verdict alone', () => {
    const told = evidenceOf(2, (visit) => visit.read(0, near(visit)).read(0, far(visit)));
    const { measures, ...rest } = measuring(survival, keptOnMoves)(told);
    const { measures: usual, ...verdict } = survival(told);
    expect(rest).to.deep.equal(verdict);
    expect(measures).to.deep.equal({ ...usual, keptLastOctet: 2, keptOtherNetwork: 2 });
  });
});
