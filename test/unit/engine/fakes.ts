import { setMaxListeners } from 'node:events';
import { strategies } from '../../../cli/catalog/index.js';
import { survival } from '../../../cli/checks/index.js';
import {
  type Doubt,
  type EvidenceLine,
  type FaultKind,
  type JournalEntry,
  type Lab,
  type Mark,
  type Operation,
  type Person,
  type Phase,
  people,
  type Role,
  type Scenario,
  type Step,
  type Strategy,
  seededRandom,
  type Visitor,
} from '../../../cli/core/index.js';
import { Gate } from '../../../cli/engine/gate.js';
import type { Stage } from '../../../cli/engine/stage.js';
import { FakeClock } from './fake-clock.js';

export type Line = EvidenceLine;

export const me: Step = { method: 'GET', path: '/me' };
export const login: Step = { method: 'POST', path: '/login', writes: 'login' };
export const buy: Step = { method: 'POST', path: '/cart/items', writes: 'cart' };

/** A scenario without a fault, in which everybody reads; a test says what is different. */
export function aScenario(different: Partial<Scenario> = {}): Scenario {
  return {
    id: 'a-scenario',
    obligation: 'A visitor stays logged in.',
    steps: [],
    journey: {
      arrange: () => [login, buy],
      calm: () => [me, me, me],
      fault: () => [me, me],
      settle: () => [me],
      after: () => [me],
    },
    expect: () => ({ verdict: 'holds', because: 'it should' }),
    check: survival,
    ...different,
  };
}

/** A fault that only says what it does. */
export function aFault(log: string[], different: Partial<FaultKind> = {}): FaultKind {
  return {
    id: 'spell',
    summary: '',
    lasting: true,
    appliesTo: () => true,
    inject: async (_, role) => {
      log.push(`inject ${role}`);
      return { inForce: true, seen: `${role} is under a spell` };
    },
    heal: async (_, role) => void log.push(`heal ${role}`),
    ...different,
  };
}

/** A lab with three backends that does everything at once and says so. */
export function aLab(
  log: string[],
  different: Partial<Lab> = {},
): Lab & { readonly inForce: JournalEntry[] } {
  const inForce: JournalEntry[] = [];
  const same = (a: JournalEntry) => (b: JournalEntry) => a.fault === b.fault && a.role === b.role;
  const saying = (what: string) => async (role: Role) => void log.push(`${what} ${role}`);
  return {
    name: 'lab',
    subnet: '10.86.0.0/23',
    backends: [1, 2, 3].map((n) => ({ role: `backend-${n}`, address: `10.86.0.${10 + n}:80` })),
    strategies,
    settings: {},
    entrance: { host: '127.0.0.1', port: 8081 },
    url: (strategy) => `http://${strategy.id}.localhost:8080`,
    versions: async () => ({}),
    reset: async () => void log.push('reset'),
    ready: async () => void log.push('ready'),
    busyWorkers: async () => 0,
    alerts: async () => [],
    takeLedgers: async () => [],
    apply: async (settings) => void log.push(`apply ${JSON.stringify(settings)}`),
    supervise: saying('supervise'),
    container: saying('container'),
    recreate: saying('recreate'),
    reload: saying('reload'),
    containerState: async () => 'running',
    knock: async () => 'answers',
    awaitKnock: async () => 'answers',
    incarnation: async () => 'first',
    link: async (role, order) => void log.push(`${order} ${role}`),
    isLinked: async () => true,
    storesSeenFrom: async () => [],
    fill: async (role, order) => void log.push(`${order} ${role}`),
    storeNumbers: async () => ({}),
    scale: async (backends) => void log.push(`scale to ${backends}`),
    balanced: async () => [],
    inForce,
    journal: {
      entries: async () => [...inForce],
      add: async (entry) => {
        log.push(`journal + ${entry.fault} ${entry.role}`);
        inForce.push(entry);
      },
      remove: async (entry) => {
        log.push(`journal - ${entry.fault} ${entry.role}`);
        const at = inForce.findIndex(same(entry));
        if (at >= 0) inForce.splice(at, 1);
      },
    },
    ...different,
  };
}

/** What is different about an answer; undefined: nothing. */
export type Answers = (asked: {
  readonly visitor: Visitor;
  readonly step: Step;
  readonly phase: Phase;
  readonly t: number;
}) => Partial<Operation> | undefined | Promise<Partial<Operation> | undefined>;

export interface Given {
  readonly strategies?: readonly Strategy[];
  /** Default 3. */
  readonly people?: number;
  readonly lab?: Partial<Lab>;
  readonly answers?: Answers;
  readonly signal?: AbortSignal;
  readonly gate?: Gate;
  readonly only?: string;
}

export interface FakeStage extends Stage {
  readonly clock: FakeClock;
  readonly lab: ReturnType<typeof aLab>;
  /** What was done, in order: phases, calls of the lab, visitors that left. */
  readonly log: string[];
  /** What was recorded. */
  readonly lines: Line[];
  /** Of that phase; default: of all visits, without what witnesses do in a reset. */
  readonly operations: (phase?: Phase) => Operation[];
  readonly marks: () => Mark[];
  readonly doubts: () => Doubt[];
}

/** A stage with one strategy, three people, backends that are asked in turn, and a lab that a reset makes forget everybody. */
export function aStage(given: Given = {}): FakeStage {
  const { signal = new AbortController().signal, only } = given;
  setMaxListeners(0, signal);
  const log: string[] = [];
  const lines: Line[] = [];
  const clock = new FakeClock();
  const sessions: { user: string | null; cart: number }[] = [];
  let turn = 0;
  const invite = (person: Person, strategy: Strategy): Visitor => {
    const session = { user: null as string | null, cart: 0 };
    sessions.push(session);
    const visitor: Visitor = {
      person,
      strategy,
      leave: () => void log.push(`leave ${person.number}`),
      act: async (step, where) => {
        const t = clock.now();
        turn += 1;
        const backend = `backend-${1 + (turn % 3)}`;
        const different = await given.answers?.({ visitor, step, phase: where.phase, t });
        await clock.sleep(different?.ms ?? 10);
        const { outcome = 'ok' } = different ?? {};
        if (outcome === 'ok' && step.writes === 'login') session.user = person.user;
        if (outcome === 'ok' && step.writes === 'cart') session.cart += 1;
        return {
          kind: 'op',
          t,
          ms: clock.now() - t,
          ...where,
          strategy: strategy.id,
          visitor: person.number,
          address: person.address,
          self: session.user,
          method: step.method,
          path: step.path,
          ...(step.writes && { writes: step.writes }),
          outcome,
          ...(outcome === 'ok' && { status: 200, backend, ...session }),
          ...different,
        };
      },
    };
    return visitor;
  };
  const reset = async () => {
    log.push('reset');
    for (const session of sessions) Object.assign(session, { user: null, cart: 0 });
  };
  const lab = aLab(log, { reset, ...given.lab });
  const kinds = <K extends Line['kind']>(kind: K) =>
    lines.filter((line): line is Extract<Line, { kind: K }> => line.kind === kind);
  return {
    lab,
    clock,
    log,
    lines,
    invite,
    people: people(given.people ?? 3, 1),
    strategies: given.strategies ?? [strategies.find(({ id }) => id === 'redis')!],
    ...(only !== undefined && { only }),
    gate: given.gate ?? new Gate(100),
    recorder: { write: (line) => void lines.push(line) },
    random: seededRandom(1),
    signal,
    onPhase: (_, phase) => void log.push(`phase ${phase}`),
    operations: (phase) => kinds('op').filter((op) => (phase ? op.phase === phase : op.phase !== 'reset')),
    marks: () => kinds('mark'),
    doubts: () => kinds('doubt'),
  };
}
