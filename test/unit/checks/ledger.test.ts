import { expect } from 'chai';
import { contradictions, doubledWrites, executions } from '../../../cli/checks/index.js';
import type { Ledger, Operation } from '../../../cli/core/index.js';
import { evidenceOf, FAILED, HUNG, type Visit } from './evidence.js';

const id = (visitor: number, n: number): string => `run.redis.calm.${visitor}.${n}`;
const REFUSED = { outcome: 'fail', error: 'connection refused' } as const;

/** Requests of visitor 1: his login at 100 ms, then these, every 100 ms, each answered within 10 ms; writes have ids. */
function written(go: (visit: Visit) => void = () => {}): Operation[] {
  const { operations } = evidenceOf(1, (visit) => go(visit));
  return operations.map((op, i) => (op.writes ? { ...op, request: id(1, i + 1) } : op));
}

const page = (different: Partial<Ledger>): Ledger => ({
  kind: 'ledger',
  t: 10_000,
  scenario: 'a-scenario',
  backend: 'backend-1',
  disk: 'first',
  executed: [],
  ...different,
});

/** Ledgers as they were taken in the end: ids that each backend executed. */
const inTheEnd = (executed: Readonly<Record<string, readonly string[]>>): Ledger[] =>
  Object.entries(executed).map(([backend, ids]) => page({ backend, executed: ids }));

const TWICE = written((visit) => visit.write(1).write(2, { backend: 'backend-2' }));
const HONEST = { 'backend-1': [id(1, 1), id(1, 2)], 'backend-2': [id(1, 3)] };

describe('executions', () => {
  it('says who executed each write, as often as he did', () => {
    const ledgers = [
      page({ t: 150, executed: [id(1, 1)] }),
      page({ executed: [id(1, 3), id(1, 3), 'a-browser', 'run.none.1.2'] }),
      page({ backend: 'backend-2', executed: [id(1, 3)] }),
    ];
    expect([...executions(ledgers, TWICE)]).to.deep.equal([
      [id(1, 1), ['backend-1']],
      [id(1, 2), []],
      [id(1, 3), ['backend-1', 'backend-1', 'backend-2']],
    ]);
    expect(doubledWrites(ledgers, TWICE)).to.deep.equal([TWICE[2]]);
  });

  it('knows no writes of readers', () => {
    expect([
      ...executions(
        [],
        written((visit) => visit.read(0)),
      ).keys(),
    ]).to.deep.equal([id(1, 1)]);
    expect(doubledWrites(inTheEnd(HONEST), TWICE)).to.deep.equal([]);
  });
});

describe('ledgers and visitors', () => {
  it('agree where each acknowledged write was executed by who acknowledged it', () => {
    expect(contradictions(inTheEnd(HONEST), TWICE)).to.deep.equal([]);
  });

  it('cannot disagree where no ledger was taken', () => {
    expect(contradictions([], TWICE)).to.deep.equal([]);
  });

  it('disagree where a ledger lacks acknowledged writes', () => {
    const ledgers = inTheEnd({ ...HONEST, 'backend-1': [id(1, 1)] });
    expect(contradictions(ledgers, TWICE)).to.deep.equal([
      'acknowledged writes that stand in no ledger: 1, the first is POST /counter?ms=0 of visitor 1, acknowledged by backend-1',
    ]);
    expect(contradictions(inTheEnd({ 'backend-1': [], 'backend-2': [] }), TWICE)[0]).to.match(
      /: 3, the first is POST \/login/,
    );
  });

  it('disagree where the ledger of one who acknowledged was never taken', () => {
    expect(contradictions(inTheEnd({ 'backend-1': HONEST['backend-1'] }), TWICE)).to.have.length(1);
  });

  it('disagree where another backend executed what was acknowledged', () => {
    const ledgers = inTheEnd({ 'backend-1': [id(1, 1), id(1, 2), id(1, 3)], 'backend-2': [] });
    expect(contradictions(ledgers, TWICE)).to.deep.equal([
      'writes that another backend executed than the one that acknowledged them: 1, the first is POST /counter?ms=0 of visitor 1, acknowledged by backend-2, executed by backend-1',
    ]);
  });

  it('disagree where a ledger has what nginx refused to take', () => {
    const refused = written((visit) => visit.write(1, REFUSED));
    expect(contradictions(inTheEnd({ 'backend-1': [id(1, 1)] }), refused)).to.deep.equal([]);
    expect(contradictions(inTheEnd({ 'backend-1': [id(1, 1), id(1, 2)] }), refused)).to.deep.equal([
      'writes that were executed though nginx refused the connection: 1, the first is POST /counter?ms=0 of visitor 1',
    ]);
    const resent = written((visit) => visit.write(1, { ...REFUSED, resent: true }));
    expect(contradictions(inTheEnd({ 'backend-1': [id(1, 1), id(1, 2)] }), resent)).to.deep.equal([]);
  });

  it('disagree where a ledger has an id of the strategy that no visitor sent', () => {
    const ledgers = inTheEnd({ ...HONEST, 'backend-2': [id(1, 3), id(7, 1), id(7, 1)] });
    expect(contradictions(ledgers, TWICE)).to.deep.equal([
      'ids in ledgers that no visitor sent: 1, the first is run.redis.calm.7.1',
    ]);
  });

  it('have nothing to do with other strategies, other runs and other people', () => {
    const others = [
      'run.none.calm.1.9',
      'earlier.redis.calm.1.9',
      'run.redis-locked.calm.1.9',
      'run.redis.edge-reloads.1.9',
      // A witness of the reset whose login came late.
      'run.redis.calm.0.1',
      'ab12',
    ];
    const ledgers = inTheEnd({ ...HONEST, 'backend-2': [id(1, 3), ...others] });
    expect(contradictions(ledgers, TWICE)).to.deep.equal([]);
  });

  it('may both be right about a write that failed or was not answered, executed or not, once or twice', () => {
    for (const different of [FAILED, HUNG]) {
      const operations = written((visit) => visit.write(1, different));
      for (const times of [[], [id(1, 2)], [id(1, 2), id(1, 2)]])
        expect(contradictions(inTheEnd({ 'backend-1': [id(1, 1), ...times] }), operations)).to.deep.equal([]);
    }
  });

  it('may both be right where a write was executed twice, and one of the two acknowledged it', () => {
    const ledgers = inTheEnd({ ...HONEST, 'backend-1': [...HONEST['backend-1'], id(1, 3)] });
    expect(contradictions(ledgers, TWICE)).to.deep.equal([]);
    expect(doubledWrites(ledgers, TWICE)).to.deep.equal([TWICE[2]]);
  });

  it('are compared too where an answer does not say whose it is', () => {
    const { backend: _, ...nobodys } = TWICE[1]!;
    const operations = [TWICE[0]!, nobodys, TWICE[2]!];
    expect(contradictions(inTheEnd(HONEST), operations)).to.deep.equal([]);
    expect(contradictions(inTheEnd({ ...HONEST, 'backend-1': [id(1, 1)] }), operations)[0]).to.include(
      'acknowledged by nobody knows whom',
    );
  });

  describe('of a backend whose disk was replaced', () => {
    // Requests are made at 100 (login), 200 and 300 ms.
    const three = written((visit) => visit.write(1).write(2));
    const first = (t: number, ...executed: string[]) => page({ t, executed });
    const second = (t: number, ...executed: string[]) => page({ t, executed, disk: 'second' });

    it('say nothing about what it executed after its ledger was taken, and may have lost', () => {
      expect(contradictions([first(150, id(1, 1)), second(400)], three)).to.deep.equal([]);
    });

    it('say nothing about a request that was under way when its ledger was taken before', () => {
      expect(contradictions([first(305, id(1, 1), id(1, 2)), second(400)], three)).to.deep.equal([]);
    });

    it('say nothing about a request that was under way all the time', () => {
      const ledgers = [first(303, id(1, 1), id(1, 2)), second(307), second(400)];
      expect(contradictions(ledgers, three)).to.deep.equal([]);
    });

    it('disagree about what it acknowledged before its ledger was taken', () => {
      expect(contradictions([first(250, id(1, 1)), second(400, id(1, 3))], three)).to.have.length(1);
    });

    it('disagree about what it acknowledged when the new one had been looked at', () => {
      expect(contradictions([first(150, id(1, 1)), second(150), second(400, id(1, 2))], three)).to.deep.equal(
        [
          'acknowledged writes that stand in no ledger: 1, the first is POST /counter?ms=0 of visitor 1, acknowledged by backend-1',
        ],
      );
    });

    it('are put in the order in which they were taken', () => {
      const [clause] = contradictions([second(400), first(250, id(1, 1))], three);
      expect(clause).to.include('in no ledger: 1, the first is POST /counter?ms=0');
    });
  });

  it('say nothing about what a backend executed that was not asked any more', () => {
    expect(
      contradictions([page({ t: 250, executed: [id(1, 1), id(1, 2)] })], TWICE.slice(0, 2)),
    ).to.deep.equal([]);
    const last = written((visit) => visit.write(1).write(2));
    expect(contradictions([page({ t: 250, executed: [id(1, 1), id(1, 2)] })], last)).to.deep.equal([]);
  });
});
