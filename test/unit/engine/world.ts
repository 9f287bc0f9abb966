import { findStrategy } from '../../../cli/catalog/index.js';
import {
  type Lab,
  type Person,
  people,
  REFUSED,
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
import { Balancer } from './balancer.js';
import { FakeClock } from './fake-clock.js';
import { aLab, type Line } from './fakes.js';
import { Servers } from './servers.js';
import { type Answer, type Asked, CutOff, NOBODY, type Pocket, Shop } from './shop.js';

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
/** How long nginx waits for a backend that is silent. */
const SILENCE_MS = 10_000;
/** What nginx takes of the header of an answer. */
const MOST_HEADER_BYTES = 16_384;
const NO_ANSWER = { outcome: 'unknown', error: TIMED_OUT } as const;
const BAD_GATEWAY = { outcome: 'fail', status: 502 } as const;

/** A lab without containers: backends and stores that can be broken, nginx's balancers, and the shop. */
export class World {
  readonly log: string[] = [];
  readonly lab: Lab;
  readonly #played = new Set<Strategy>();
  readonly #disks = new Map<Role, number>();
  readonly #servers = new Servers({
    forgotten: (role) => this.#forget(role),
    erased: (role) => this.#erase(role),
    reloaded: (role) => role === 'nginx' && this.#balancer.reload(),
  });
  readonly #balancer: Balancer;
  readonly #shop: Shop;

  constructor(
    private readonly flaws: Flaws = {},
    readonly clock = new FakeClock(),
  ) {
    const servers = this.#servers;
    this.#balancer = new Balancer(clock, () => servers.backends);
    this.#shop = new Shop({ clock, servers, shares: flaws.shares });
    const lab = aLab(this.log, {
      ...servers.breakable,
      reset: async () => {
        this.#shop.reset();
        this.#balancer.reload();
      },
      apply: async (settings) => {
        this.#shop.strict = settings['session.use_strict_mode'] === '1';
      },
      busyWorkers: async () => this.#shop.busy,
      takeLedgers: async () =>
        servers.backends
          .filter(({ role }) => servers.knock(role) === 'answers')
          .map(({ role }) => ({
            backend: role,
            disk: `disk ${this.#disks.get(role) ?? 0} of ${role}`,
            executed: this.#shop.takeLedger(role),
          })),
    });
    this.lab = Object.defineProperty(lab, 'backends', { get: () => servers.backends });
  }

  /** Behind everybody's back. */
  emptyStores(): void {
    this.#shop.empty();
  }

  /** What a store's process kept in its memory, unless another server of its pool has it too. */
  #forget(role: Role): void {
    const isLost = (one: Role) => this.#servers.knock(one) !== 'answers' || this.#servers.isFull(one);
    for (const strategy of this.#played) {
      const { servers, traits } = strategy.store;
      if (servers.includes(role) && !traits.persistent && servers.every(isLost)) this.#shop.forget(strategy);
    }
  }

  #erase(backend: Role): void {
    this.#shop.erase(backend);
    this.#disks.set(backend, (this.#disks.get(backend) ?? 0) + 1);
  }

  readonly invite = (person: Person, strategy: Strategy): Visitor => {
    this.#played.add(strategy);
    const pocket: Pocket = { session: NOBODY };
    let self: string | null = null;
    let writes = 0;
    return {
      person,
      strategy,
      leave: () => {},
      act: async (step, where) => {
        const t = this.clock.now();
        if (step.writes) writes += 1;
        const request = step.writes && `a-run.${strategy.id}.${where.scenario}.${person.number}.${writes}`;
        const lost = this.flaws.loses?.({ strategy: strategy.id, phase: where.phase, step });
        // He waits no longer; what he asked for goes on.
        const answer =
          (await this.clock.within(
            DEADLINE_MS,
            this.#answer({ person, strategy, step, pocket, ...(request && { request }) }),
          )) ?? NO_ANSWER;
        if (step.writes === 'login' && answer.outcome === 'ok') self = person.user;
        return {
          kind: 'op',
          t,
          ms: this.clock.now() - t,
          ...where,
          strategy: strategy.id,
          visitor: person.number,
          address: step.from ?? person.address,
          self,
          method: step.method,
          path: step.path,
          ...(step.writes && { writes: step.writes }),
          ...(request && { request }),
          ...(lost ? { outcome: 'unknown', error: 'ECONNRESET' } : answer),
        };
      },
    };
  };

  /** What nginx answers. A backend that failed is left out for a while. */
  async #answer(asked: Omit<Asked, 'backend' | 'life'>): Promise<Answer> {
    const { person, strategy, step, pocket } = asked;
    await this.clock.sleep(5);
    if (this.#servers.knock('nginx') !== 'answers') return { outcome: 'fail', error: REFUSED };
    for (;;) {
      const backend = this.#balancer.choose(person, strategy, step, pocket.backend);
      if (!backend) return BAD_GATEWAY;
      const knock = this.#servers.knock(backend);
      if (knock === 'answers')
        return this.#served({ ...asked, backend, life: this.#servers.lifeOf(backend) });
      if (knock === 'silent') await this.clock.sleep(SILENCE_MS);
      this.#balancer.leaveOut(strategy, step, backend);
      // The visitor has gone long since.
      if (knock === 'silent') return NO_ANSWER;
    }
  }

  async #served(asked: Asked): Promise<Answer> {
    const { strategy, step, backend, pocket } = asked;
    try {
      const answer = await this.#shop.serve(asked);
      pocket.backend = backend;
      if (Number(/^\/big-header\?bytes=(\d+)/.exec(step.path)?.[1] ?? 0) <= MOST_HEADER_BYTES) return answer;
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
    }
    this.#balancer.leaveOut(strategy, step, backend);
    return BAD_GATEWAY;
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

  forget(): void {}

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
