import { findStrategy } from '../../../cli/catalog/index.js';
import {
  type Lab,
  type Operation,
  type Person,
  people,
  type Role,
  RUN_SCHEMA,
  type Run,
  type Scenario,
  type Step,
  type Strategy,
  type Visitor,
} from '../../../cli/core/index.js';
import type { RunPlan, RunStore } from '../../../cli/engine/index.js';
import { type Route, rings } from '../../../cli/rings/index.js';
import { FakeClock } from './fake-clock.js';
import { aLab, type Line } from './fakes.js';

interface Session {
  user: string | null;
  cart: number;
  counter: number;
}

/** What a world does otherwise than it should. */
export interface Flaws {
  /** This strategy's sessions are shared, wherever it keeps them. */
  readonly shares?: string;
  /** These answers of the shop are lost. */
  readonly loses?: (op: {
    readonly strategy: string;
    readonly phase: string;
    readonly step: Step;
  }) => boolean;
}

/** A lab without containers: backends that can be crashed, a Redis, nginx's balancers, and the shop. */
export class World {
  readonly clock = new FakeClock();
  readonly log: string[] = [];
  readonly lab: Lab;
  readonly #down = new Set<Role>();
  readonly #sessions = new Map<string, Session>();
  readonly #turns = new Map<Strategy, number>();
  readonly #routes = new Map<string, Route>();

  constructor(private readonly flaws: Flaws = {}) {
    this.lab = aLab(this.log, {
      reset: async () => this.#sessions.clear(),
      supervise: async (role, order) => {
        if (order === 'start') this.#down.delete(role);
        else this.#down.add(role);
      },
      awaitKnock: async (role) => (this.#down.has(role) ? 'refuses' : 'answers'),
    });
  }

  readonly invite = (person: Person, strategy: Strategy): Visitor => {
    const own: Session = { user: null, cart: 0, counter: 0 };
    let self: string | null = null;
    return {
      person,
      strategy,
      leave: () => {},
      act: async (step, where) => {
        const t = this.clock.now();
        const backend = this.#backendFor(person, strategy, step);
        const lost = this.flaws.loses?.({ strategy: strategy.id, phase: where.phase, step });
        const answer = this.#answer(backend, step, person, this.#session(backend, person, strategy, own));
        await this.clock.sleep(5);
        if (step.writes === 'login' && answer.outcome === 'ok') self = person.user;
        return {
          kind: 'op',
          t,
          ms: this.clock.now() - t,
          ...where,
          strategy: strategy.id,
          visitor: person.number,
          address: person.address,
          self,
          method: step.method,
          path: step.path,
          ...(step.writes && { writes: step.writes }),
          ...(lost ? { outcome: 'unknown', error: 'ECONNRESET' } : answer),
        };
      },
    };
  };

  #backendFor(person: Person, strategy: Strategy, step: Step): Role | undefined {
    const { backends } = this.lab;
    const alive = (i: number) => !this.#down.has(backends[i]!.role);
    const { key, method } = strategy.balancer;
    const route = this.#routes.get(method) ?? rings[method]?.(backends);
    if (route) {
      this.#routes.set(method, route);
      return backends[route(key === 'address' ? person.address : step.path, alive) ?? -1]?.role;
    }
    const turn = (this.#turns.get(strategy) ?? 0) + 1;
    this.#turns.set(strategy, turn);
    const served = backends.filter((_, i) => alive(i));
    return served[turn % served.length]?.role;
  }

  #session(
    backend: Role | undefined,
    person: Person,
    { id, store }: Strategy,
    own: Session,
  ): Session | undefined {
    if (store.servers.some((role) => this.#down.has(role))) return undefined;
    if (store.traits.place === 'client') return own;
    const shared = store.traits.place === 'server' || this.flaws.shares === id;
    const key = `${id} ${person.number} ${shared ? '' : backend}`;
    const session = this.#sessions.get(key) ?? { user: null, cart: 0, counter: 0 };
    this.#sessions.set(key, session);
    return session;
  }

  #answer(
    backend: Role | undefined,
    step: Step,
    person: Person,
    session: Session | undefined,
  ): Pick<Operation, 'outcome'> & Partial<Operation> {
    if (!backend) return { outcome: 'fail', status: 502 };
    if (step.path.startsWith('/catalog/')) return { outcome: 'ok', status: 200, backend };
    if (!session) return { outcome: 'fail', status: 500, backend };
    if (step.writes === 'login') session.user = person.user;
    const closed = session.user === null && (step.writes || step.path === '/cart');
    if (closed) return { outcome: 'fail', status: 401, backend, ...session };
    if (step.writes === 'cart') session.cart += 1;
    if (step.writes === 'counter') session.counter += 1;
    return { outcome: 'ok', status: 200, backend, ...session };
  }
}

/** A run that is kept in memory. */
export class MemoryStore implements RunStore {
  readonly lines: Line[] = [];
  readonly saved: Run[] = [];

  write(line: Line): void {
    this.lines.push(line);
  }

  linesOf(scenario: string): (Line & { line: number })[] {
    return this.lines
      .map((line, i) => ({ ...line, line: i + 2 }))
      .filter((line) => line.scenario === scenario);
  }

  async save(run: Run): Promise<void> {
    this.saved.push(run);
  }
}

/** Enough for ip_hash to send some to each backend. */
export const VISITORS = 9;

/** A plan to play scenarios in a world, with the strategies of the demo. */
export function aPlan<S extends RunStore>(
  scenarios: readonly Scenario[],
  store: S,
  different: Partial<RunPlan> & { readonly world?: World } = {},
): RunPlan & { readonly store: S } {
  const { world = new World(), ...rest } = different;
  const strategies =
    rest.strategies ??
    ['none', 'cookie-sealed', 'redis', 'ip-hash', 'consistent-hash'].map((id) => findStrategy(id)!);
  return {
    run: aRun(strategies, scenarios),
    scenarios,
    people: people(VISITORS, 1),
    lab: world.lab,
    clock: world.clock,
    invite: world.invite,
    signal: new AbortController().signal,
    onPhase: () => {},
    onCells: () => {},
    ...rest,
    strategies,
    store,
  };
}

export const aRun = (strategies: readonly Strategy[], scenarios: readonly Scenario[]): Run => ({
  schema: RUN_SCHEMA,
  id: 'a-run',
  seed: 1,
  started: '2030-01-01T00:00:00.000Z',
  settings: {},
  subnet: '10.86.0.0/23',
  versions: {},
  backends: ['10.86.0.11:80', '10.86.0.12:80', '10.86.0.13:80'],
  visitors: VISITORS,
  strategies: strategies.map(({ id }) => id),
  scenarios: scenarios.map(({ id }) => id),
  notes: [],
  cells: [],
});
