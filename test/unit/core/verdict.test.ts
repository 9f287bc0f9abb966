import { expect } from 'chai';
import { compareVerdicts, VERDICTS, type Verdict } from '../../../cli/core/index.js';

const JUDGEMENTS: readonly Verdict[] = ['holds', 'degrades', 'breaks'];

describe('compareVerdicts', () => {
  for (const [i, seen] of JUDGEMENTS.entries()) {
    for (const [j, other] of JUDGEMENTS.entries()) {
      const result = i === j ? 'same' : i < j ? 'better' : 'worse';
      it(`finds ${seen} ${result} compared with ${other}`, () => {
        expect(compareVerdicts(seen, other)).to.equal(result);
      });
    }
  }

  it('knows the verdicts that there are', () => {
    expect(VERDICTS).to.deep.equal(['holds', 'degrades', 'breaks', 'unknown', 'n/a']);
  });

  it('compares nothing with what is no judgement', () => {
    for (const verdict of VERDICTS) {
      for (const none of ['unknown', 'n/a'] as const) {
        expect(compareVerdicts(verdict, none), `${verdict}, ${none}`).to.equal(undefined);
        expect(compareVerdicts(none, verdict), `${none}, ${verdict}`).to.equal(undefined);
      }
    }
  });
});
