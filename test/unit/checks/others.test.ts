import { expect } from 'chai';
import { othersThan, survival } from '../../../cli/checks/index.js';
import type { StrategyEvidence } from '../../../cli/core/index.js';
import { BAD_GATEWAY, GUEST, type Story, story } from './story.js';

/** With a ledger of one backend in which everything stands that was written. */
function withLedger({ evidence }: Story): StrategyEvidence {
  const operations = evidence.operations.map((op, n) => ({
    ...op,
    ...(op.writes && { request: `a-run.none.calm.${op.visitor}.${n}` }),
  }));
  const executed = operations.flatMap(({ request }) => request ?? []);
  const page = { kind: 'ledger', t: 1e9, scenario: '', backend: 'backend-1', disk: '', executed } as const;
  return {
    ...evidence,
    operations: operations.map((op) => ({ ...op, backend: 'backend-1' })),
    ledgers: [page],
  };
}

describe('othersThan', () => {
  const check = othersThan(1, survival);

  it('judges what became of the others', () => {
    const judgement = check(story({ people: 3 }).but({ visitor: 2, phase: 'after' }, GUEST).evidence);
    expect(judgement.verdict).to.equal('breaks');
    expect(judgement.measures).to.include({ sessionsStarted: 2, keptAfter: 1 });
    expect(judgement.reason).to.match(/^1 of 2 visitors /);
  });

  it('does not see what became of him', () => {
    const { evidence } = story({ people: 3, fault: 'elsewhere' })
      .but({ visitor: 1, phase: 'fault' }, BAD_GATEWAY)
      .but({ visitor: 1, phase: 'after' }, GUEST);
    expect(survival(evidence).verdict).to.equal('breaks');
    expect(check(evidence)).to.deep.include({ verdict: 'holds' });
    expect(check(evidence).deciding.every(({ visitor }) => visitor !== 1)).to.equal(true);
  });

  it('does not wonder at his writes in the ledgers', () => {
    const evidence = withLedger(story({ people: 3 }));
    expect(survival(evidence).verdict).to.equal('holds');
    expect(check(evidence).verdict).to.equal('holds');
  });

  it('still wonders at what none of them wrote, and at what is missing', () => {
    const evidence = withLedger(story({ people: 3 }));
    const [ledger] = evidence.ledgers;
    const contradicting = [
      [...ledger!.executed, 'a-run.none.calm.2.99'],
      ledger!.executed.filter((id) => !id.startsWith('a-run.none.calm.2.')),
    ];
    for (const executed of contradicting)
      expect(check({ ...evidence, ledgers: [{ ...ledger!, executed }] }).verdict).to.equal('unknown');
  });
});
