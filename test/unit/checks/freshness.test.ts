import { expect } from 'chai';
import { freshness } from '../../../cli/checks/index.js';
import { evidenceOf, FAILED, GUEST, HUNG, REFUSED_TO_GUEST, type Visit } from './evidence.js';

const ELSEWHERE = { backend: 'backend-2' } as const;
const AFTER = { phase: 'after' } as const;

/** Three trials, each of which is read on another backend; a test says what is different. */
const trials = (visit: Visit): Visit => {
  for (const n of [1, 2, 3]) visit.write(n).read(n, ELSEWHERE);
  return visit;
};

describe('freshness', () => {
  it('holds where every read shows what was acknowledged, and says how many came from elsewhere', () => {
    const { verdict, reason, measures } = freshness(evidenceOf(2, (visit) => trials(visit).read(3, AFTER)));
    expect(verdict).to.equal('holds');
    expect(measures).to.include({
      trials: 6,
      readElsewhere: 6,
      staleReads: 0,
      sessionsStarted: 2,
      keptAfter: 2,
    });
    expect(reason).to.include('6 of 6 reads came from another backend than the write, and none was stale.');
  });

  it('says that nothing was tried across backends where every read came from where the write went', () => {
    const told = evidenceOf(2, (visit) => visit.write(1).read(1).read(1, AFTER));
    const { verdict, reason, measures } = freshness(told);
    expect(verdict).to.equal('holds');
    expect(measures).to.include({ trials: 2, readElsewhere: 0 });
    expect(reason).to.include('None of 2 reads').and.include('nothing was tried across backends');
  });

  it('degrades by one read that shows an older counter, and shows it with its write', () => {
    const told = evidenceOf(2, (visit, n) => {
      trials(visit)
        .write(4)
        .read(n === 1 ? 3 : 4, ELSEWHERE)
        .read(4, AFTER);
    });
    const { verdict, reason, measures, deciding } = freshness(told);
    expect(verdict).to.equal('degrades');
    expect(measures).to.include({ trials: 8, staleReads: 1, keptAfter: 2, lostWrites: 0 });
    expect(reason).to.include('1 of 8 reads were stale');
    expect(reason).to.include('counter 3 right after 4 had been acknowledged on backend-1');
    expect(deciding.map(({ visitor, counter }) => [visitor, counter])).to.deep.equal([
      [2, 4],
      [2, 3],
    ]);
  });

  it('compares with the highest counter that was acknowledged, though a later answer may have shown less', () => {
    const told = evidenceOf(1, (visit) => visit.write(5).read(5).write(4).read(4, ELSEWHERE).read(5, AFTER));
    expect(freshness(told).measures).to.include({ trials: 2, staleReads: 1 });
  });

  it('takes a read that shows more for fresh', () => {
    const told = evidenceOf(1, (visit) =>
      visit.write(1, HUNG).write(2).read(2).write(3).read(4).read(4, AFTER),
    );
    expect(freshness(told).measures).to.include({ trials: 2, staleReads: 0 });
  });

  for (const [what, write, read] of [
    ['a write that failed', FAILED, {}],
    ['a write without an answer', HUNG, {}],
    ['a read that failed', {}, FAILED],
    ['a read without an answer', {}, HUNG],
  ] as const) {
    it(`counts ${what} as no trial, and degrades`, () => {
      const told = evidenceOf(1, (visit) => trials(visit).write(4, write).read(4, read).read(4, AFTER));
      const { verdict, measures } = freshness(told);
      expect(measures).to.include({ trials: 3, staleReads: 0 });
      expect(verdict).to.equal('degrades');
    });
  }

  it('takes a guest for no stale reader: it breaks', () => {
    const told = evidenceOf(2, (visit) => trials(visit).write(4).read(0, GUEST).read(4, AFTER));
    const { verdict, measures } = freshness(told);
    expect(verdict).to.equal('breaks');
    expect(measures).to.include({ trials: 6, staleReads: 0, guestAnswers: 2 });
  });

  it('breaks where an acknowledged write is missing in the end, however fresh the reads were', () => {
    const told = evidenceOf(2, (visit) => trials(visit).read(2, AFTER));
    const { verdict, measures } = freshness(told);
    expect(verdict).to.equal('breaks');
    expect(measures).to.include({ staleReads: 0, lostWrites: 2, keptAfter: 0 });
  });

  it('breaks where somebody else was shown', () => {
    const told = evidenceOf(2, (visit) => trials(visit).write(4).read(9, { user: 'mallory' }).read(4, AFTER));
    expect(freshness(told)).to.include({ verdict: 'breaks' });
  });

  it('breaks where a stale read and a loss come together', () => {
    const told = evidenceOf(1, (visit) => trials(visit).write(4).read(2, ELSEWHERE).read(3, AFTER));
    const { verdict, measures } = freshness(told);
    expect([verdict, measures.staleReads]).to.deep.equal(['breaks', 1]);
  });

  it('is unknown where nothing was acknowledged and read', () => {
    const told = evidenceOf(1, (visit) => visit.write(1, FAILED).read(0).read(0, AFTER));
    expect(freshness(told)).to.include({ verdict: 'unknown' });
    const refused = evidenceOf(1, (visit) => visit.write(0, REFUSED_TO_GUEST).read(0, AFTER));
    expect(freshness(refused)).to.include({ verdict: 'breaks' });
  });

  it('is unknown where nobody was answered in the end', () => {
    const told = evidenceOf(1, (visit) => trials(visit).read(3, { ...AFTER, ...HUNG }));
    expect(freshness(told)).to.include({ verdict: 'unknown' });
  });

  it('reads only the trials: what is written and read before and after is none', () => {
    const told = evidenceOf(1, (visit) => {
      visit.write(1, { phase: 'arrange' }).read(0, { phase: 'arrange' });
      trials(visit.write(2).read(2)).write(6, AFTER).read(6, AFTER);
    });
    expect(freshness(told).measures).to.include({ trials: 4 });
  });
});
