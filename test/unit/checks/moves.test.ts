import { expect } from 'chai';
import { moves, survival } from '../../../cli/checks/index.js';
import {
  addressFarAway,
  addressNearby,
  type Operation,
  type StrategyEvidence,
} from '../../../cli/core/index.js';
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

const keptOnMoves = (told: StrategyEvidence) => {
  const { keptLastOctet, keptOtherNetwork } = moves(told).measures;
  return { keptLastOctet, keptOtherNetwork };
};

describe('moves', () => {
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

  it('judges by the usual rule', () => {
    for (const change of [{}, GUEST, FAILED, { user: 'mallory' }]) {
      const told = evidenceOf(2, (visit) => visit.read(0, near(visit, change)).read(0, far(visit)));
      const { measures: _, ...judged } = moves(told);
      const { measures: __, ...usual } = survival(told);
      expect(judged).to.deep.equal(usual);
      expect(moves(told).measures).to.include(survival(told).measures);
    }
  });

  it('is unknown where one of the two kinds of addresses never came, however well all went', () => {
    for (const go of [
      (visit: Visit) => visit.read(0).read(0, { phase: 'after' }),
      (visit: Visit) => visit.read(0, near(visit)).read(0, { phase: 'after' }),
      (visit: Visit) => visit.read(0).read(0, far(visit)),
    ]) {
      const { verdict, reason } = moves(evidenceOf(2, (visit) => void go(visit)));
      expect(verdict).to.equal('unknown');
      expect(reason).to.include('nothing was tried');
    }
  });
});
