import {
  type Doubt,
  type Ledger,
  type Mark,
  type Operation,
  RUN_SCHEMA,
  type Run,
} from '../../../cli/core/index.js';

export const RUN: Run = {
  schema: RUN_SCHEMA,
  id: '2030-01-02T03-04-05-ab12',
  seed: 4294967295,
  started: '2030-01-02T03:04:05.000Z',
  settings: { 'session.use_strict_mode': '1' },
  subnet: '10.86.0.0/23',
  versions: { nginx: '1.26.3' },
  backends: ['10.86.0.11:80', '10.86.0.12:80'],
  visitors: 2,
  strategies: ['redis'],
  scenarios: ['calm'],
  notes: ['calm ran without a control'],
  cells: [],
};

export const ENDED: Run = {
  ...RUN,
  ended: '2030-01-02T03:05:00.000Z',
  cells: [
    {
      strategy: 'redis',
      scenario: 'calm',
      verdict: 'breaks',
      expected: null,
      because: 'nobody knows',
      reason: 'GET /me of visitor 1 saw a guest – “ünïcode”.',
      measures: { requests: 3, maxShare: 0.5 },
      evidence: { from: 3, to: 4, deciding: [4] },
      already: true,
    },
  ],
};

export const OPERATION: Operation = {
  kind: 'op',
  t: 1.5,
  ms: 20.1,
  scenario: 'calm',
  phase: 'calm',
  strategy: 'redis',
  visitor: 1,
  address: '198.18.0.1',
  self: 'visitor-1',
  method: 'GET',
  path: '/me?a=“b”',
  outcome: 'ok',
  status: 200,
  backend: 'backend-1',
  module: 'redis',
  session: '00ff',
  user: null,
  cart: 0,
  counter: 0,
  sent: { PHPSESSID: 'abc' },
  resent: true,
};
export const MARK: Mark = {
  kind: 'mark',
  t: 1,
  scenario: 'calm',
  mark: 'fault',
  detail: 'backend-1 refuses',
};
export const DOUBT: Doubt = { kind: 'doubt', t: 2, scenario: 'other', reason: 'an alert' };
export const LINES: readonly (Operation | Mark | Doubt)[] = [
  MARK,
  OPERATION,
  { ...OPERATION, phase: 'arrange', self: null, outcome: 'unknown' },
  { ...OPERATION, phase: 'fault', outcome: 'fail' },
  { ...OPERATION, phase: 'settle' },
  { ...OPERATION, phase: 'after' },
  DOUBT,
  { ...DOUBT, strategy: 'redis' },
];
export const LEDGER: Ledger = {
  kind: 'ledger',
  t: 3,
  scenario: 'calm',
  strategy: 'redis',
  backend: 'backend-2',
  disk: '0b2c',
  executed: ['r.redis.1.1', 'r.redis.1.1'],
};
