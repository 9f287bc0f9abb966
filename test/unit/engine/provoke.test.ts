import { expect } from 'chai';
import { findStrategy } from '../../../cli/catalog/index.js';
import type { Operation, Step, Visitor } from '../../../cli/core/index.js';
import { provoke } from '../../../cli/engine/provoke.js';
import { type Answers, aScenario, aStage, type FakeStage } from './fakes.js';

const big: Step = { method: 'GET', path: '/big-header?bytes=9000' };
const REFUSED: Partial<Operation> = { outcome: 'fail', status: 502 };

async function provoked(answers: Answers, steps: readonly Step[] = [big]): Promise<FakeStage> {
  const strategies = ['ip-hash', 'redis'].map((id) => findStrategy(id)!);
  const stage = aStage({ strategies, answers });
  const visitors: Visitor[] = stage.people.flatMap((person) =>
    strategies.map((strategy) => stage.invite(person, strategy)),
  );
  await provoke(stage, aScenario({ provocation: steps }), visitors);
  return stage;
}

const doubts = (stage: FakeStage) => stage.doubts().map(({ strategy, reason }) => [strategy, reason]);

describe('provoke', () => {
  it('lets visitor 1 of each strategy act, and nobody else', async () => {
    const stage = await provoked(() => REFUSED);
    expect(
      stage.operations().map(({ strategy, visitor, phase, path }) => [strategy, visitor, phase, path]),
    ).to.deep.equal(['ip-hash', 'redis'].map((id) => [id, 1, 'fault', big.path]));
    expect(doubts(stage)).to.deep.equal([]);
  });

  it('is on record as the fault, from before his first request', async () => {
    const stage = await provoked(() => REFUSED);
    expect(stage.lines[0]).to.deep.include({ kind: 'mark', mark: 'fault', detail: 'visitor 1', t: 0 });
    expect(stage.log).to.deep.equal(['phase fault: visitor 1']);
  });

  it('makes several requests without a pause', async () => {
    const stage = await provoked(() => ({ ...REFUSED, ms: 30 }), [big, big, big]);
    expect(stage.operations()).to.have.length(6);
    expect(stage.clock.now()).to.be.within(30, 90);
  });

  const otherwise: readonly [string, Partial<Operation>, string][] = [
    ['was answered well', {}, 'was answered 200'],
    ['was refused to him as to a guest', { outcome: 'fail', status: 401 }, 'was answered 401'],
    ['was not answered at all', { outcome: 'unknown' }, 'was answered not at all'],
  ];
  for (const [what, answer, seen] of otherwise)
    it(`puts a strategy in doubt where what he asked for ${what}`, async () => {
      const stage = await provoked(({ visitor }) => (visitor.strategy.id === 'redis' ? answer : REFUSED));
      expect(doubts(stage)).to.deep.equal([['redis', `the fault did not happen: ${big.path} ${seen}`]]);
    });

  it('is content only where every one of his requests was refused', async () => {
    let n = 0;
    const stage = await provoked(
      ({ visitor }) => (visitor.strategy.id === 'redis' && n++ === 1 ? undefined : REFUSED),
      [big, big],
    );
    expect(doubts(stage).map(([strategy]) => strategy)).to.deep.equal(['redis']);
  });
});
