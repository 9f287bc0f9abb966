import { expect } from 'chai';
import type { Operation, Scenario, Step, Visitor } from '../../../cli/core/index.js';
import { Gate } from '../../../cli/engine/gate.js';
import { walk } from '../../../cli/engine/walk.js';
import { aScenario, aStage, buy, type FakeStage, login, me } from './fakes.js';

const visitors = (stage: FakeStage): Visitor[] =>
  stage.people.map((person) => stage.invite(person, stage.strategies[0]!));
const going = (steps: readonly Step[], different: Partial<Scenario> = {}): Scenario =>
  aScenario({ ...different, journey: { ...aScenario().journey, calm: () => steps } });
const stroll = (
  stage: FakeStage,
  steps: readonly Step[] = [login, buy, me],
  different?: Partial<Scenario>,
): Promise<Operation[]> => walk(stage, going(steps, different), visitors(stage), 'calm');
const endOf = ({ t, ms }: Operation): number => t + ms;
const of = (operations: readonly Operation[], visitor: number): Operation[] =>
  operations.filter((op) => op.visitor === visitor);

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

  describe('where a step follows at once', () => {
    const trial: readonly Step[] = [{ ...buy, atOnce: true }, me];

    it('does not pause before it, and does after it', async () => {
      const operations = of(await stroll(aStage(), [...trial, ...trial]), 1);
      expect(operations.map(({ path }) => path)).to.deep.equal(['/cart/items', '/me', '/cart/items', '/me']);
      const [write, read, next, last] = operations as [Operation, Operation, Operation, Operation];
      expect(read.t).to.equal(endOf(write));
      expect(next.t - endOf(read)).to.be.within(200, 250);
      expect(last.t).to.equal(endOf(next));
    });

    it('keeps its place in the gate for it, so that nobody gets between', async () => {
      const stage = aStage({ people: 8, gate: new Gate(1), answers: () => ({ ms: 100 }) });
      const operations = (await stroll(stage, trial)).sort((a, b) => a.t - b.t);
      for (const [i, op] of operations.entries())
        if (i % 2 === 1) expect(op.visitor).to.equal(operations[i - 1]!.visitor);
    });

    it('goes on where nothing follows', async () => {
      const operations = of(await stroll(aStage(), [me, { ...buy, atOnce: true }]), 1);
      expect(operations.map(({ path }) => path)).to.deep.equal(['/me', '/cart/items']);
    });
  });

  describe('where a step is several requests in parallel', () => {
    const burst: Step = { ...buy, parallel: 16 };

    it('sends all of them at the same moment, and each is on record', async () => {
      const stage = aStage({ people: 2 });
      const operations = of(await stroll(stage, [login, burst, me]), 1);
      expect(operations.map(({ path }) => path)).to.deep.equal([
        '/login',
        ...Array(16).fill('/cart/items'),
        '/me',
      ]);
      const bought = operations.slice(1, 17);
      expect(new Set(bought.map(({ t }) => t)).size).to.equal(1);
      expect(stage.lines).to.include.members(bought);
    });

    it('goes on when the last one was answered', async () => {
      let n = 0;
      const stage = aStage({ people: 1, answers: ({ step }) => (step === burst ? { ms: 100 * n++ } : {}) });
      const operations = await stroll(stage, [burst, me]);
      const last = Math.max(...operations.slice(0, 16).map(endOf));
      expect(operations[16]!.t - last).to.be.within(200, 250);
    });

    it('waits in the gate until there is room for all: they are never sent one after the other', async () => {
      const stage = aStage({ people: 12, gate: new Gate(20), answers: () => ({ ms: 300 }) });
      const operations = await stroll(stage, [burst]);
      for (const { number } of stage.people)
        expect(new Set(of(operations, number).map(({ t }) => t)).size).to.equal(1);
      const times = new Set(operations.map(({ t }) => t));
      expect(times.size).to.equal(12);
      for (const t of times)
        expect(operations.filter((op) => op.t <= t && t < endOf(op)).length).to.be.at.most(20);
    });
  });

  describe('where an answer shows that a visitor is lost', () => {
    const isLost = ({ user }: Operation) => user === null;

    it('he makes no more steps, and the others do', async () => {
      const stage = aStage({
        answers: ({ visitor, step }) =>
          visitor.person.number === 2 && step === buy ? { user: null } : undefined,
      });
      const operations = await stroll(stage, [login, buy, me, me], { isLost });
      expect([1, 2, 3].map((number) => of(operations, number).length)).to.deep.equal([4, 2, 4]);
    });

    it('he makes the steps of the next phase all the same', async () => {
      const stage = aStage({ answers: () => ({ user: null }) });
      const all = visitors(stage);
      const scenario = aScenario({ isLost });
      await walk(stage, scenario, all, 'calm');
      await walk(stage, scenario, all, 'after');
      expect([stage.operations('calm').length, stage.operations('after').length]).to.deep.equal([3, 3]);
    });
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
