import { expect } from 'chai';
import { concurrency } from '../../../cli/checks/index.js';
import type { Operation } from '../../../cli/core/index.js';
import { evidenceOf, FAILED, GUEST, HUNG, REFUSED_TO_GUEST, type Visit } from './evidence.js';

const AFTER = { phase: 'after' } as const;
const PARALLEL = 4;

/** Writes that are under way together, some of which went otherwise; then a look. */
function burst(visit: Visit, left: number, but: Readonly<Record<number, Partial<Operation>>> = {}): void {
  for (let n = 0; n < PARALLEL; n++) visit.write(1 + n, { t: 1_000 + n, ms: 50, ...but[n] });
  visit.read(left, { t: 2_000, ...AFTER });
}

const judge = (left: number, but?: Readonly<Record<number, Partial<Operation>>>) =>
  concurrency(evidenceOf(2, (visit) => burst(visit, left, but)));

describe('concurrency', () => {
  it('holds where all writes are there, and says how many were under way together', () => {
    const { verdict, measures, reason } = judge(4);
    expect(verdict).to.equal('holds');
    expect(measures).to.include({ requestsAtOnce: 4, refusedRequests: 0, lostWrites: 0, keptAfter: 2 });
    expect(reason).to.include('Of 8 writes, 4 of a visitor at once, 8 were acknowledged and 0 refused; 0 ');
  });

  it('breaks by one acknowledged write that is missing', () => {
    const { verdict, measures, reason } = judge(3);
    expect(verdict).to.equal('breaks');
    expect(measures).to.include({ lostWrites: 2, keptAfter: 0 });
    expect(reason).to.include('2 acknowledged ones were lost');
  });

  for (const [what, change, more] of [
    ['was refused', FAILED, { refusedRequests: 2, failedRequests: 2 }],
    ['was refused with 429', { outcome: 'fail', status: 429 }, { refusedRequests: 2, failedRequests: 2 }],
    ['hung', HUNG, { refusedRequests: 0, hungRequests: 2 }],
    ['was answered as a guest', REFUSED_TO_GUEST, { refusedRequests: 0, guestAnswers: 2 }],
  ] as const) {
    it(`degrades where one ${what} and all that was acknowledged is there`, () => {
      const { verdict, measures } = judge(3, { 1: change });
      expect(verdict).to.equal('degrades');
      expect(measures).to.include({ lostWrites: 0, ...more });
    });

    it(`breaks where one ${what} and another one is lost`, () => {
      expect(judge(2, { 1: change })).to.include({ verdict: 'breaks' });
    });
  }

  it('breaks where one that was refused to a guest counts all the same', () => {
    expect(judge(4, { 1: REFUSED_TO_GUEST })).to.include({ verdict: 'breaks' });
  });

  it('asks nothing of one that hung: it may be there', () => {
    expect(judge(4, { 1: HUNG })).to.include({ verdict: 'degrades' });
  });

  it('breaks where a visitor is a guest in the end, or was shown somebody else', () => {
    const guest = evidenceOf(2, (visit) => {
      burst(visit, 4);
      visit.read(0, { t: 3_000, ...AFTER, ...GUEST });
    });
    expect(concurrency(guest)).to.include({ verdict: 'breaks' });
    expect(judge(4, { 2: { user: 'mallory' } })).to.include({ verdict: 'breaks' });
  });

  it('is unknown where the writes came one after the other: nothing was tried', () => {
    const serial = { 0: { t: 100 }, 1: { t: 200 }, 2: { t: 300 }, 3: { t: 400 } };
    const { verdict, reason, measures } = judge(4, serial);
    expect(verdict).to.equal('unknown');
    expect(reason).to.include('not under way together');
    expect(measures.requestsAtOnce).to.equal(1);
  });

  it('is unknown where one visitor’s came one after the other', () => {
    const told = evidenceOf(2, (visit, i) => {
      for (let n = 0; n < PARALLEL; n++) visit.write(1 + n, { t: i === 0 ? 1_000 : 1_000 + 60 * n, ms: 50 });
      visit.read(4, { t: 2_000, ...AFTER });
    });
    expect(concurrency(told)).to.include({ verdict: 'unknown' });
  });

  it('counts as together only what had not ended when another one began', () => {
    const { measures } = judge(4, { 0: { t: 1_000, ms: 30 }, 3: { t: 1_030 } });
    expect(measures.requestsAtOnce).to.equal(3);
  });

  it('is unknown where nothing was written, or nobody was answered in the end', () => {
    const nothing = concurrency(evidenceOf(2, (visit) => visit.read(0, AFTER)));
    expect(nothing).to.include({ verdict: 'unknown' });
    expect(nothing.measures).not.to.have.property('requestsAtOnce');
    const silent = evidenceOf(1, (visit) => {
      for (let n = 0; n < PARALLEL; n++) visit.write(1 + n, { t: 1_000, ms: 50 });
      visit.read(0, { t: 2_000, ...AFTER, ...HUNG });
    });
    expect(concurrency(silent)).to.include({ verdict: 'unknown' });
  });
});
