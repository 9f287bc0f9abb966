import { expect } from 'chai';
import { evenLoad } from '../../../cli/checks/index.js';
import type { Judgement, Verdict } from '../../../cli/core/index.js';
import { story } from './story.js';

const judge = (verdict: Verdict, maxShare: number | undefined): Judgement =>
  evenLoad(
    () => ({
      verdict,
      reason: 'So it was.',
      measures: { requests: 9, ...(maxShare !== undefined && { maxShare }) },
      deciding: [],
    }),
    0.8,
  )(story().evidence);

describe('evenLoad', () => {
  it('changes nothing up to the bound', () => {
    for (const share of [undefined, 0, 0.5, 0.8])
      expect(judge('holds', share)).to.include({ verdict: 'holds', reason: 'So it was.' });
  });

  it('degrades above it, and says by how much', () => {
    const { verdict, reason, measures } = judge('holds', 0.81);
    expect(verdict).to.equal('degrades');
    expect(reason).to.equal('So it was; one backend gave 81 % of the answers, more than 80 %.');
    expect(measures).to.deep.equal({ requests: 9, maxShare: 0.81 });
  });

  it('adds it to what degrades already', () => {
    expect(judge('degrades', 1).reason).to.include('100 %');
  });

  it('makes nothing better', () => {
    for (const verdict of ['breaks', 'unknown'] as const)
      expect(judge(verdict, 1)).to.include({ verdict, reason: 'So it was.' });
  });
});
