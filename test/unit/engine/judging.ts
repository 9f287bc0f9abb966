import { findStrategy } from '../../../cli/catalog/index.js';
import {
  type Cell,
  type Doubt,
  type Judgement,
  type Mark,
  type Operation,
  people,
  type Run,
  type Scenario,
  type Strategy,
} from '../../../cli/core/index.js';
import { judgeScenario, type Row } from '../../../cli/engine/judge.js';
import { aScenario } from './fakes.js';

export const STRATEGIES = ['none', 'redis', 'ip-hash'].map((id) => findStrategy(id)!);
export const WELL: Judgement = {
  verdict: 'holds',
  reason: 'All is well.',
  measures: { sessionsStarted: 2, keptAfter: 2, guestAnswers: 0, otherUser: 0 },
  deciding: [],
};

export interface Given extends Partial<Pick<Run, 'unavailable' | 'replaced'>> {
  readonly settings?: Readonly<Record<string, string>>;
  /** What the check finds, by strategy; default: WELL. */
  readonly found?: Readonly<Record<string, Partial<Judgement>>>;
  readonly scenario?: Partial<Scenario>;
  readonly strategies?: readonly Strategy[];
  readonly doubts?: readonly Pick<Doubt, 'strategy' | 'reason'>[];
  readonly marks?: readonly Pick<Mark, 'mark' | 't' | 'strategy'>[];
  readonly lines?: readonly (Operation | Mark | Doubt)[];
}

export const request = (strategy: string, n: number, different: Partial<Operation> = {}): Operation => ({
  kind: 'op',
  t: n,
  ms: 1,
  scenario: 'a-scenario',
  phase: 'calm',
  strategy,
  visitor: 1,
  address: '198.18.0.1',
  self: null,
  method: 'GET',
  path: '/me',
  outcome: 'ok',
  backend: `backend-${n}`,
  ...different,
});

/** Every strategy was answered by two backends. */
export const CALM = STRATEGIES.flatMap(({ id }) => [request(id, 1), request(id, 2)]);

/** Judges a row of which the check finds what is given. */
export function judge({
  found = {},
  scenario,
  doubts = [],
  marks = [],
  lines = CALM,
  settings = {},
  strategies = STRATEGIES,
  ...run
}: Given = {}): Row {
  const all = [
    ...lines,
    ...marks.map((one) => ({ kind: 'mark', scenario: 'a-scenario', ...one }) as const),
    ...doubts.map((one) => ({ kind: 'doubt', t: 0, scenario: 'a-scenario', ...one }) as const),
  ];
  return judgeScenario({
    scenario: aScenario({ check: ({ strategy }) => ({ ...WELL, ...found[strategy.id] }), ...scenario }),
    strategies,
    people: people(2, 1),
    servers: ['10.86.0.11:80', '10.86.0.12:80', '10.86.0.13:80'],
    run: { settings, ...run },
    lines: all.map((line, i) => ({ ...line, line: i + 2 })),
  });
}

export const verdicts = ({ cells }: Row): string => cells.map(({ verdict }) => verdict).join(' ');
export const only = (id: string) => (strategy: Strategy) => strategy.id === id;
export const cellOf = ({ cells }: Row, id: string): Cell => cells.find(({ strategy }) => strategy === id)!;
