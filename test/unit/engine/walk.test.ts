import { expect } from 'chai';
import type { Operation, Visitor } from '../../../cli/core/index.js';
import { Gate } from '../../../cli/engine/gate.js';
import { walk } from '../../../cli/engine/walk.js';
import { aStage, buy, type FakeStage, login, me } from './fakes.js';

const where = { scenario: 'a-scenario', phase: 'calm' } as const;
const visitors = (stage: FakeStage): Visitor[] =>
  stage.people.map((person) => stage.invite(person, stage.strategies[0]!));
const stroll = (stage: FakeStage): Promise<Operation[]> =>
  walk(stage, visitors(stage), where, () => [login, buy, me]);

describe('walk', () => {
  it('makes every step of every visitor, in order, and puts each on record', async () => {
    const stage = aStage();
    const operations = await stroll(stage);
    for (const person of stage.people) {
      const own = operations.filter(({ visitor }) => visitor === person.number);
      expect(own.map(({ path }) => path)).to.deep.equal(['/login', '/cart/items', '/me']);
    }
    expect(stage.lines).to.have.members(operations);
    expect(operations.every(({ scenario, phase }) => scenario === 'a-scenario' && phase === 'calm')).to.equal(
      true,
    );
  });

  it('lets a visitor pause 200 to 250 ms between two requests', async () => {
    const operations = await stroll(aStage({ people: 20 }));
    for (const [i, op] of operations.entries()) {
      const next = operations[i + 1];
      if (next?.visitor === op.visitor) expect(next.t - (op.t + op.ms)).to.be.within(200, 250);
    }
  });

  it('does not let the visitors come in step', async () => {
    const operations = await stroll(aStage({ people: 4 }));
    const first = operations.filter(({ path }) => path === '/login').map(({ t }) => t);
    expect(first).to.deep.equal([0, 50, 100, 150]);
    const pauses = new Set(operations.map(({ t }) => Math.round(t % 50)));
    expect(pauses.size).to.be.greaterThan(4);
  });

  it('is over when all stand still', async () => {
    const stage = aStage({
      answers: ({ visitor }) => (visitor.person.number === 2 ? { ms: 3_000 } : undefined),
    });
    await stroll(stage);
    expect(stage.clock.now()).to.be.within(9_000, 10_000);
  });

  it('sends every request through the gate', async () => {
    let inside = 0;
    let most = 0;
    const stage = aStage({
      people: 10,
      gate: new Gate(2),
      answers: async () => {
        inside += 1;
        most = Math.max(most, inside);
        await stage.clock.sleep(500);
        inside -= 1;
        return undefined;
      },
    });
    await stroll(stage);
    expect(most).to.equal(2);
  });

  it('stops at an interruption, and throws it', async () => {
    const controller = new AbortController();
    const stage = aStage({
      signal: controller.signal,
      answers: ({ step }) => void (step === buy && controller.abort(new Error('enough'))),
    });
    const thrown = await stroll(stage).catch((error: Error) => error.message);
    expect(thrown).to.equal('enough');
    await stage.clock.sleep(10_000);
    expect(stage.operations().filter(({ path }) => path === '/me')).to.deep.equal([]);
  });
});
