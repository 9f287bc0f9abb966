import {
  type Clock,
  type Knock,
  needsSession,
  type Operation,
  type Person,
  type Role,
  type Step,
  type Strategy,
} from '../../../cli/core/index.js';
import type { Life, Servers } from './servers.js';

interface Session {
  user: string | null;
  cart: number;
  counter: number;
}

interface Commit {
  readonly session: Session;
  readonly t: number;
  readonly backend: Role;
}

/** What a visitor carries himself: his cookies. */
export interface Pocket {
  /** The id of his session. */
  id?: number;
  /** A copy of it, where it comes along with him. */
  session: Session;
  /** The backend that nginx wrote into a cookie. */
  backend?: Role;
}

export interface Asked {
  readonly strategy: Strategy;
  readonly backend: Role;
  /** Of the backend's process. */
  readonly life: Life;
  readonly person: Person;
  readonly step: Step;
  readonly request?: string;
  readonly pocket: Pocket;
}

export type Answer = Pick<Operation, 'outcome'> & Partial<Operation>;

/** What the shop stands on. */
export interface Ground {
  readonly clock: Clock;
  readonly servers: Servers;
  /** This strategy's sessions are shared, wherever it keeps them. */
  readonly shares?: string | undefined;
}

/** A backend's process has ended, and with it all that it was doing. */
export class CutOff extends Error {}

export const NOBODY: Session = { user: null, cart: 0, counter: 0 };
/** Until a cluster's other nodes have applied a commit. */
const LAG_MS = 20;
const POLL_MS = 10;
/** The memcache extension waits twice as long after each attempt, up to a second. */
const MEMCACHE_POLL_MS = { first: 5, longest: 1_000 };
const PATIENCE_MS = { none: 0, 'gives-up': 750, waits: 60_000 };
/** PHP's modules that ask the store whether it knows a session id; where it is away, they take that for a no. */
const ASKING_MODULES = ['files', 'redis', 'memcached', 'memcache'];
/** How often a request looks whether a store that is silent says something. */
const LISTEN_MS = 100;

/** The shop with all kinds of session stores, on a clock of its own. */
export class Shop {
  readonly #records = new Map<string, Commit[]>();
  readonly #locks = new Set<string>();
  readonly #ledgers = new Map<Role, string[]>();
  #ids = 0;
  #busy = 0;
  /** PHP's `session.use_strict_mode`: an id that is not known is replaced. */
  strict = false;

  constructor(private readonly ground: Ground) {}

  /** Requests that are being served. */
  get busy(): number {
    return this.#busy;
  }

  reset(): void {
    this.empty();
    this.#ledgers.clear();
  }

  /** Forgets all sessions, wherever they are kept. */
  empty(): void {
    this.#records.clear();
  }

  /** Forgets the sessions of one strategy. */
  forget({ id }: Strategy): void {
    this.#forget((key) => key.startsWith(`${id} `));
  }

  /** Forgets what lies on a backend's disk. */
  erase(backend: Role): void {
    this.#forget((key) => key.endsWith(` ${backend}`));
    this.#ledgers.delete(backend);
  }

  /** The writes that a backend executed since it was last asked. */
  takeLedger(backend: Role): string[] {
    return this.#ledgers.get(backend)?.splice(0) ?? [];
  }

  /** @throws CutOff where the backend's process ends meanwhile. */
  async serve(asked: Asked): Promise<Answer> {
    const { step, backend, strategy } = asked;
    if (!needsSession(step.path)) return { outcome: 'ok', status: 200, backend };
    const key = this.#open(asked);
    const lock = `${key} ${this.#place(asked) === 'cluster' ? backend : ''}`;
    const patience = PATIENCE_MS[strategy.store.traits.locking];
    const refused = { outcome: 'fail', status: 500, backend } as const;
    this.#busy += 1;
    try {
      if (!(await this.#reachesStore(asked))) return refused;
      if (patience > 0 && !(await this.#take(lock, patience, asked))) return refused;
      try {
        return await this.#execute(asked, key);
      } finally {
        this.#locks.delete(lock);
      }
    } finally {
      this.#busy -= 1;
    }
  }

  async #execute(asked: Asked, key: string): Promise<Answer> {
    const { step, backend, person, life, request } = asked;
    const opened = this.ground.clock.now();
    const session = this.#load(asked, key);
    if (step.writes === 'login') session.user = person.user;
    if (session.user === null && (step.writes || step.path === '/cart'))
      return { outcome: 'fail', status: 401, backend, ...session };
    await this.#pause(Number(/ms=(\d+)/.exec(step.path)?.[1] ?? 0), life);
    if (step.writes === 'cart') session.cart += 1;
    if (step.writes === 'counter') session.counter += 1;
    if (!this.#save(asked, key, session, opened)) return { outcome: 'fail', status: 500, backend };
    if (request) this.#ledgerOf(backend).push(request);
    return { outcome: 'ok', status: 200, backend, ...session };
  }

  /** Of a pool one server is enough. Waits as long as nobody says anything. */
  async #reachesStore(asked: Asked): Promise<boolean> {
    for (;;) {
      const knocks = this.#knocks(asked);
      if (knocks.length === 0 || knocks.includes('answers')) return true;
      if (!knocks.includes('silent')) return false;
      await this.#pause(LISTEN_MS, asked.life);
    }
  }

  /** What the backend sees of the store: of all servers of a pool, and of its own node of a cluster. */
  #knocks({ strategy: { store }, backend }: Asked): Knock[] {
    const node = (Number(backend.slice('backend-'.length)) - 1) % store.servers.length;
    const own = store.traits.place === 'cluster' ? store.servers.slice(node, node + 1) : store.servers;
    return own.map((server) => this.ground.servers.seenFrom(backend, server));
  }

  async #pause(ms: number, life: Life): Promise<void> {
    await this.ground.clock.sleep(ms);
    if (life.ended) throw new CutOff();
  }

  async #take(lock: string, patience: number, { strategy, life }: Asked): Promise<boolean> {
    const { clock } = this.ground;
    const end = clock.now() + patience;
    const { first, longest } =
      strategy.store.id === 'memcache' ? MEMCACHE_POLL_MS : { first: POLL_MS, longest: POLL_MS };
    for (let pause = first; this.#locks.has(lock); pause = Math.min(2 * pause, longest)) {
      if (clock.now() >= end) return false;
      await this.#pause(pause, life);
    }
    this.#locks.add(lock);
    return true;
  }

  #place({ strategy }: Asked) {
    return this.ground.shares === strategy.id ? 'server' : strategy.store.traits.place;
  }

  /** Under what the visitor's session is kept; its id is his from his first request on. */
  #open(asked: Asked): string {
    const { pocket, strategy, backend } = asked;
    const own = ['backend', 'relay'].includes(this.#place(asked)) ? backend : '';
    const key = () => `${strategy.id} ${pocket.id} ${own}`;
    if (pocket.id === undefined || (this.strict && !this.#knows(asked, key()))) {
      this.#ids += 1;
      pocket.id = this.#ids;
    }
    return key();
  }

  /** Whether PHP believes that there is a session of this id. */
  #knows(asked: Asked, key: string): boolean {
    if (!ASKING_MODULES.includes(asked.strategy.store.module)) return true;
    const knocks = this.#knocks(asked);
    return this.#records.has(key) && (knocks.length === 0 || knocks.includes('answers'));
  }

  #load(asked: Asked, key: string): Session {
    const place = this.#place(asked);
    if (place === 'client') return { ...asked.pocket.session };
    const now = this.ground.clock.now();
    const seen = (this.#records.get(key) ?? []).filter(
      ({ t, backend }) => place !== 'cluster' || backend === asked.backend || t + LAG_MS <= now,
    );
    return { ...(seen.at(-1)?.session ?? (place === 'relay' ? asked.pocket.session : NOBODY)) };
  }

  /** Not where the store takes no more, or where another node of a cluster has changed it meanwhile. */
  #save(asked: Asked, key: string, session: Session, opened: number): boolean {
    const { backend, step, pocket, strategy } = asked;
    if (
      strategy.store.module === 'redis' &&
      strategy.store.servers.every((one) => this.ground.servers.isFull(one))
    )
      return false;
    const commit = { session, t: this.ground.clock.now(), backend };
    if (this.#place(asked) !== 'cluster') this.#records.set(key, [commit]);
    else if (step.writes) {
      const commits = this.#records.get(key) ?? [];
      const last = commits.at(-1);
      if (last && last.backend !== backend && last.t + LAG_MS > opened) return false;
      this.#records.set(key, [...commits, commit]);
    }
    pocket.session = { ...session };
    return true;
  }

  #ledgerOf(backend: Role): string[] {
    const ledger = this.#ledgers.get(backend) ?? [];
    this.#ledgers.set(backend, ledger);
    return ledger;
  }

  #forget(which: (key: string) => boolean): void {
    for (const key of this.#records.keys()) if (which(key)) this.#records.delete(key);
  }
}
