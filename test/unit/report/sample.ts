import {
  type Cell,
  type Measures,
  type ReportInput,
  RUN_SCHEMA,
  type Run,
  type Verdict,
} from '../../../cli/core/index.js';
import { words } from './words.js';

export const STRATEGIES = ['none', 'redis', 'ip-hash', 'consistent-hash', 'cookie-sealed'] as const;
export const SCENARIOS = ['calm', 'backend-crashes', 'store-restarts'] as const;

const usual: Measures = {
  sessionsStarted: 24,
  keptDuring: 24,
  keptAfter: 24,
  guestAnswers: 0,
  otherUser: 0,
  requests: 662,
  failedRequests: 0,
  hungRequests: 0,
  lostWrites: 0,
  recoverySeconds: 0,
  backendsSeen: 3,
  maxShare: 0.336,
};
const lost: Measures = { ...usual, keptDuring: 0, keptAfter: 0, guestAnswers: 24, lostWrites: 168 };

/** A cell that holds as expected, with what differs. */
export function cell(scenario: string, strategy: string, difference: Partial<Cell> = {}): Cell {
  return {
    scenario,
    strategy,
    verdict: 'holds',
    expected: difference.verdict ?? 'holds',
    because: 'Every backend can read the session.',
    reason:
      '24 of 24 visitors stayed logged in with cart and counter; 662 requests over 3 backends, none failed.',
    measures: usual,
    evidence: { from: 1, to: 662, deciding: [640, 641, 642, 655] },
    ...difference,
  };
}

const astray = (strategy: string): Cell[] => [
  cell('calm', strategy, {
    verdict: 'breaks',
    because: 'Session files lie on each backend, and the next request goes to another one.',
    reason:
      '24 of 24 visitors were not themselves with cart and counter in the end: GET /me of visitor 1 on backend-2 saw a guest.',
    measures: lost,
    evidence: { from: 1, to: 480, deciding: [26, 27, 29] },
  }),
  ...['backend-crashes', 'store-restarts'].map((scenario) =>
    cell(scenario, strategy, {
      verdict: 'breaks',
      already: true,
      because: 'It is broken in calm already.',
      reason:
        'Already before the fault, 24 of 24 visitors were not themselves: GET /me of visitor 1 on backend-2 saw a guest.',
      measures: lost,
      evidence: { from: 2401, to: 3062, deciding: [2426, 2427, 2430] },
    }),
  ),
];

/** Fifteen cells as `lab demo` gives them. */
export const demoCells: readonly Cell[] = [
  ...astray('none'),
  ...astray('consistent-hash'),
  cell('calm', 'redis'),
  cell('calm', 'ip-hash', { because: 'An address always leads to the same backend.' }),
  cell('calm', 'cookie-sealed', { because: 'The visitor brings the session himself.' }),
  cell('backend-crashes', 'redis', {
    verdict: 'degrades',
    because: 'No session lies on a backend; requests under way at the crash may fail.',
    reason: 'Nobody lost anything in the end; meanwhile 2 of 662 requests failed.',
    measures: { ...usual, failedRequests: 2, recoverySeconds: 1.24 },
  }),
  cell('backend-crashes', 'ip-hash', {
    verdict: 'breaks',
    because: 'The visitors of the dead backend move to another one, where their session files are not.',
    reason:
      '8 of 24 visitors were not themselves with cart and counter after the fault: GET /me of visitor 3 on backend-3 saw a guest.',
    measures: {
      ...usual,
      keptDuring: 16,
      keptAfter: 16,
      guestAnswers: 8,
      lostWrites: 56,
      movedSessions: 8,
      predictedMoved: 8,
      maxShare: 0.47,
    },
    evidence: { from: 3100, to: 3761, deciding: [3310, 3311, 3312, 3502] },
  }),
  cell('backend-crashes', 'cookie-sealed', { because: 'The visitor brings the session himself.' }),
  cell('store-restarts', 'redis', {
    verdict: 'degrades',
    because: 'Redis writes an append-only file and reads it again; while it is away, requests fail.',
    reason: 'Nobody lost anything in the end; meanwhile 41 of 662 requests failed, 3 of 662 got no answer.',
    measures: { ...usual, keptDuring: 6, failedRequests: 41, hungRequests: 3, recoverySeconds: 2.31 },
  }),
  cell('store-restarts', 'ip-hash', { because: 'It has no store.' }),
  cell('store-restarts', 'cookie-sealed', { because: 'It has no store.' }),
];

/** A finished run over whatever its cells name. */
export function runOf(cells: readonly Cell[], difference: Partial<Run> = {}): Run {
  return {
    schema: RUN_SCHEMA,
    id: '2026-01-09T21-30-02-demo',
    seed: 4711,
    started: '2026-01-09T21:30:02.113Z',
    ended: '2026-01-09T21:33:14.020Z',
    settings: {},
    subnet: '10.86.0.0/24',
    versions: {
      lab: '0.1.0',
      docker: '28.5.1',
      compose: '2.40.0',
      nginx: '1.28.0',
      consistent_hash: '0.3',
      php: '8.4.11',
      'php-redis': '6.2.0',
      redis: '8.0.2',
    },
    backends: ['10.86.0.11:80', '10.86.0.12:80', '10.86.0.13:80'],
    visitors: 24,
    strategies: [...STRATEGIES],
    scenarios: [...SCENARIOS],
    notes: ['cookie-hash, a control of backend-crashes, was not chosen.'],
    cells,
    ...difference,
  };
}

/** What a format gets; by default the fifteen cells of the demo. */
export function input(run: Run = runOf(demoCells), difference: Partial<ReportInput> = {}): ReportInput {
  return {
    run,
    ...words,
    warnings: [],
    repeat:
      'lab run calm backend-crashes store-restarts --strategy none --strategy redis --strategy ip-hash --strategy consistent-hash --strategy cookie-sealed --visitors 24 --backends 3 --seed 4711',
    ...difference,
  };
}

/** As many cells as wanted, with every verdict, expectation and mark among them. */
export function large(strategyCount: number, scenarioCount: number): Run {
  const verdicts: readonly Verdict[] = ['holds', 'degrades', 'breaks', 'unknown', 'n/a'];
  const strategies = Array.from({ length: strategyCount }, (_, i) => `consistent-hash-${i + 1}`);
  const scenarios = Array.from({ length: scenarioCount }, (_, i) => `squid-in-front-trusted-${i + 1}`);
  const cells = scenarios.flatMap((scenario, row) =>
    strategies.map((strategy, column) => {
      const verdict = verdicts[(row + column * 2) % 5]!;
      const expected = [...verdicts, null][(row * 3 + column) % 6]!;
      const isAlready = verdict === 'breaks' && column % 3 === 0;
      return cell(scenario, strategy, { verdict, expected, ...(isAlready && { already: true as const }) });
    }),
  );
  return runOf(cells, { strategies, scenarios });
}
