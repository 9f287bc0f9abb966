import { findStrategy } from '../../../cli/catalog/index.js';
import {
  type Lab,
  needsSession,
  type Person,
  people,
  type Role,
  RUN_SCHEMA,
  type Run,
  type Scenario,
  type Step,
  type Strategy,
  TIMED_OUT,
  type Visitor,
} from '../../../cli/core/index.js';
import type { RunPlan, RunStore } from '../../../cli/engine/index.js';
import { type Route, rings } from '../../../cli/rings/index.js';
import { FakeClock } from './fake-clock.js';
import { aLab, type Line } from './fakes.js';
import { NOBODY, type Pocket, Shop } from './shop.js';

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

/** How long a visitor waits for an answer. */
const DEADLINE_MS = 5_000;
const NO_ANSWER = { outcome: 'unknown', error: TIMED_OUT } as const;

/** A lab without containers: backends and stores that can be stopped, nginx's balancers, and the shop. */
export class World {
  readonly clock = new FakeClock();
  readonly log: string[] = [];
  readonly lab: Lab;
  readonly #down = new Set<Role>();
  readonly #played = new Set<Strategy>();
  readonly #turns = new Map<Strategy, number>();
  readonly #routes = new Map<string, Route>();
  readonly #shop: Shop;

  constructor(private readonly flaws: Flaws = {}) {
    this.#shop = new Shop(this.clock, flaws.shares);
    this.lab = aLab(this.log, {
      reset: async () => this.#shop.reset(),
      supervise: async (role, order) => {
        if (order === 'start') this.#down.delete(role);
        else this.#stop(role);
      },
      awaitKnock: async (role) => (this.#down.has(role) ? 'refuses' : 'answers'),
    });
  }

  #stop(role: Role): void {
    this.#down.add(role);
    for (const strategy of this.#played)
      if (strategy.store.servers.includes(role) && !strategy.store.traits.persistent)
        this.#shop.forget(strategy);
  }

  readonly invite = (person: Person, strategy: Strategy): Visitor => {
    this.#played.add(strategy);
    const pocket: Pocket = { session: NOBODY };
    let self: string | null = null;
    return {
      person,
      strategy,
      leave: () => {},
      act: async (step, where) => {
        const t = this.clock.now();
        const lost = this.flaws.loses?.({ strategy: strategy.id, phase: where.phase, step });
        const answer = await this.#answer(person, strategy, step, pocket);
        await this.clock.sleep(5);
        if (step.writes === 'login' && answer.outcome === 'ok') self = person.user;
        const tooLate = this.clock.now() - t > DEADLINE_MS;
        return {
          kind: 'op',
          t,
          ms: Math.min(this.clock.now() - t, DEADLINE_MS),
          ...where,
          strategy: strategy.id,
          visitor: person.number,
          address: step.from ?? person.address,
          self,
          method: step.method,
          path: step.path,
          ...(step.writes && { writes: step.writes }),
          ...(lost ? { outcome: 'unknown', error: 'ECONNRESET' } : tooLate ? NO_ANSWER : answer),
        };
      },
    };
  };

  async #answer(person: Person, strategy: Strategy, step: Step, pocket: Pocket): ReturnType<Shop['serve']> {
    const backend = this.#backendFor(person, strategy, step);
    if (!backend) return { outcome: 'fail', status: 502 };
    const away = strategy.store.servers.some((role) => this.#down.has(role));
    if (away && needsSession(step.path)) return { outcome: 'fail', status: 500, backend };
    return this.#shop.serve({ strategy, backend, person, step, pocket });
  }

  #backendFor(person: Person, strategy: Strategy, step: Step): Role | undefined {
    const { backends } = this.lab;
    const { key, method, split } = strategy.balancer;
    const alive = (i: number) => !this.#down.has(backends[i]!.role);
    const served = backends.filter((_, i) => alive(i));
    if (key === 'none' || (split && !needsSession(step.path))) {
      const turn = (this.#turns.get(strategy) ?? 0) + 1;
      this.#turns.set(strategy, turn);
      return served[turn % served.length]?.role;
    }
    if (key === 'cookie') {
      // The route cookie is by chance what the visitor's number is.
      const own = backends[person.number % backends.length]!;
      return served.includes(own) ? own.role : served[person.number % served.length]?.role;
    }
    const route = this.#routes.get(method) ?? rings[method]!(backends);
    this.#routes.set(method, route);
    return backends[route(key === 'address' ? (step.from ?? person.address) : step.path, alive) ?? -1]?.role;
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
