import { join } from 'node:path';
import { expect } from 'chai';
import { type Cell, type Operation, people, type Run } from '../../cli/core/index.js';
import { consistentHash, ipHash } from '../../cli/rings/index.js';
import { readEvidence } from '../../cli/runs/index.js';
import { run, STRATEGIES, sharedLab, stateDir, verdicts } from './lab.js';

/** Those of the demo, and others that are not played with all strategies. */
const PLAYED = [
  'calm',
  'backend-crashes',
  'rolling-deploy',
  'edge-crashes',
  'store-restarts',
  'store-freezes',
];

describe('the matrix of the demo', () => {
  let result: Run;
  let exitCode: number;
  let operations: Operation[];
  const cell = (scenario: string, strategy: string): Cell =>
    result.cells.find((one) => one.scenario === scenario && one.strategy === strategy)!;
  const of = (scenario: string, strategy: string): Operation[] =>
    operations.filter((op) => op.scenario === scenario && op.strategy === strategy);

  before(async () => {
    await sharedLab();
    ({ exitCode, run: result } = await run([...PLAYED, '--seed', '7']));
    const { lines } = await readEvidence(join(await stateDir(), 'runs', result.id));
    // Witnesses of resets are no visitors.
    operations = lines.filter((line) => line.kind === 'op').filter(({ phase }) => phase !== 'reset');
  });

  it('is as expected everywhere, and exits 0', () => {
    expect(result.cells.filter((one) => one.verdict !== one.expected)).to.deep.equal([]);
    expect(exitCode).to.equal(0);
    expect(result.cells).to.have.length(PLAYED.length * STRATEGIES.length);
  });

  it('shows in calm that none and consistent-hash on the address of the page break, and the others hold', () => {
    expect(verdicts(result, 'calm')).to.deep.equal({
      none: 'breaks',
      redis: 'holds',
      'ip-hash': 'holds',
      'consistent-hash': 'breaks',
      'cookie-sealed': 'holds',
    });
  });

  it('has seen every strategy on at least two backends, and 12 operations of every visitor', () => {
    for (const strategy of STRATEGIES) {
      expect(cell('calm', strategy).measures.backendsSeen, strategy).to.be.at.least(2);
      for (const { number } of people(24, 7)) {
        expect(of('calm', strategy).filter((op) => op.visitor === number)).to.have.length.of.at.least(12);
      }
    }
  });

  it('keeps everybody with redis and cookie-sealed when a backend crashes', () => {
    for (const strategy of ['redis', 'cookie-sealed']) {
      const { verdict, measures } = cell('backend-crashes', strategy);
      expect(verdict).to.equal('holds');
      expect(measures).to.include({ sessionsStarted: 24, keptDuring: 24, keptAfter: 24, guestAnswers: 0 });
    }
  });

  it("answers the crashed backend's visitors of ip-hash as guests, and only them: those that the arithmetic names", () => {
    const route = ipHash(result.backends.map((address) => ({ address })));
    const predicted = people(24, 7)
      .filter(({ address }) => route(address) === 0)
      .map(({ number }) => number);
    const guests = of('backend-crashes', 'ip-hash').filter(
      (op) => op.phase !== 'arrange' && op.user === null,
    );
    expect([...new Set(guests.map((op) => op.visitor))].sort((a, b) => a - b)).to.deep.equal(predicted);
    expect(cell('backend-crashes', 'ip-hash').measures).to.include({
      predictedMoved: predicted.length,
      movedSessions: predicted.length,
      guestAnswers: predicted.length,
    });
    expect(cell('backend-crashes', 'ip-hash').verdict).to.equal('breaks');
  });

  it('sends every visitor of ip-hash to the backend that the arithmetic says', () => {
    const route = ipHash(result.backends.map((address) => ({ address })));
    const observed = new Map(of('calm', 'ip-hash').map((op) => [op.address, op.backend]));
    const computed = people(24, 7).map(({ address }): [string, string] => [
      address,
      `backend-${route(address)! + 1}`,
    ]);
    expect([...observed].sort()).to.deep.equal(computed.sort());
  });

  it('sends every page of consistent-hash to the backend that the ring says', () => {
    const route = consistentHash(result.backends.map((address) => ({ address })));
    const pages = of('calm', 'consistent-hash');
    expect(new Set(pages.map((op) => op.path)).size).to.be.at.least(8);
    for (const op of pages) expect(op.backend, op.path).to.equal(`backend-${route(op.path)! + 1}`);
  });

  it('keeps every session of redis in the end when it restarts, and shows what visitors saw meanwhile', () => {
    const { verdict, measures } = cell('store-restarts', 'redis');
    expect(verdict).to.equal('degrades');
    expect(measures).to.include({ keptAfter: 24, lostWrites: 0 });
    const meanwhile = of('store-restarts', 'redis').filter((op) => op.phase === 'fault' && op.status === 500);
    expect(meanwhile.length).to.equal(measures.failedRequests).and.to.be.greaterThan(0);
  });

  it('points to the operations that decided', () => {
    const { evidence } = cell('calm', 'none');
    expect(evidence.deciding).to.not.be.empty;
    for (const line of evidence.deciding) {
      const op = operations.find((one) => (one as Operation & { line: number }).line === line);
      expect(op).to.include({ scenario: 'calm', strategy: 'none' });
    }
  });

  it('keeps no cookie value, session id or secret in the evidence', () => {
    const text = JSON.stringify(operations);
    expect(text).to.not.match(/PHPSESSID=|"[0-9a-v]{26,32}"/);
  });
});
