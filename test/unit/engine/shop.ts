import type { Clock, Operation, Person, Role, Step, Strategy } from '../../../cli/core/index.js';

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
export type Pocket = { session: Session };

export interface Asked {
  readonly strategy: Strategy;
  readonly backend: Role;
  readonly person: Person;
  readonly step: Step;
  readonly pocket: Pocket;
}

type Answer = Pick<Operation, 'outcome'> & Partial<Operation>;

export const NOBODY: Session = { user: null, cart: 0, counter: 0 };
/** Until a cluster's other nodes have applied a commit. */
const LAG_MS = 20;
const POLL_MS = 10;
/** The memcache extension waits twice as long after each attempt, up to a second. */
const MEMCACHE_POLL_MS = { first: 5, longest: 1_000 };
const PATIENCE_MS = { none: 0, 'gives-up': 750, waits: 60_000 };

/** The shop with all kinds of session stores, on a clock of its own. */
export class Shop {
  readonly #records = new Map<string, Commit[]>();
  readonly #locks = new Set<string>();

  constructor(
    private readonly clock: Clock,
    /** This strategy's sessions are shared, wherever it keeps them. */
    private readonly shares: string | undefined,
  ) {}

  reset(): void {
    this.#records.clear();
  }

  /** Forgets the sessions of one strategy. */
  forget({ id }: Strategy): void {
    for (const key of this.#records.keys()) if (key.startsWith(`${id} `)) this.#records.delete(key);
  }

  async serve(asked: Asked): Promise<Answer> {
    const { step, backend } = asked;
    if (step.path.startsWith('/catalog/')) return { outcome: 'ok', status: 200, backend };
    const lock = `${this.#key(asked)} ${this.#place(asked) === 'cluster' ? backend : ''}`;
    const patience = PATIENCE_MS[asked.strategy.store.traits.locking];
    const polls = asked.strategy.store.id === 'memcache' ? MEMCACHE_POLL_MS : undefined;
    if (patience > 0 && !(await this.#take(lock, patience, polls)))
      return { outcome: 'fail', status: 500, backend };
    try {
      return await this.#execute(asked);
    } finally {
      this.#locks.delete(lock);
    }
  }

  async #execute(asked: Asked): Promise<Answer> {
    const { step, backend, person } = asked;
    const opened = this.clock.now();
    const session = this.#load(asked);
    if (step.writes === 'login') session.user = person.user;
    if (session.user === null && (step.writes || step.path === '/cart'))
      return { outcome: 'fail', status: 401, backend, ...session };
    await this.clock.sleep(Number(/ms=(\d+)/.exec(step.path)?.[1] ?? 0));
    if (step.writes === 'cart') session.cart += 1;
    if (step.writes === 'counter') session.counter += 1;
    return this.#save(asked, session, opened)
      ? { outcome: 'ok', status: 200, backend, ...session }
      : { outcome: 'fail', status: 500, backend };
  }

  async #take(
    lock: string,
    patience: number,
    { first, longest } = { first: POLL_MS, longest: POLL_MS },
  ): Promise<boolean> {
    const end = this.clock.now() + patience;
    for (let pause = first; this.#locks.has(lock); pause = Math.min(2 * pause, longest)) {
      if (this.clock.now() >= end) return false;
      await this.clock.sleep(pause);
    }
    this.#locks.add(lock);
    return true;
  }

  #place({ strategy }: Asked) {
    return this.shares === strategy.id ? 'server' : strategy.store.traits.place;
  }

  #key(asked: Asked): string {
    const own = ['backend', 'relay'].includes(this.#place(asked)) ? asked.backend : '';
    return `${asked.strategy.id} ${asked.person.number} ${own}`;
  }

  #load(asked: Asked): Session {
    const place = this.#place(asked);
    if (place === 'client') return { ...asked.pocket.session };
    const commits = this.#records.get(this.#key(asked)) ?? [];
    const seen =
      place === 'cluster'
        ? commits.filter(({ t, backend }) => backend === asked.backend || t + LAG_MS <= this.clock.now())
        : commits;
    return { ...(seen.at(-1)?.session ?? (place === 'relay' ? asked.pocket.session : NOBODY)) };
  }

  /** Not where another node of a cluster has changed it meanwhile. */
  #save(asked: Asked, session: Session, opened: number): boolean {
    const commits = this.#records.get(this.#key(asked)) ?? [];
    const { backend, step, pocket } = asked;
    const last = commits.at(-1);
    const meets = last && last.backend !== backend && last.t + LAG_MS > opened;
    if (this.#place(asked) === 'cluster' && step.writes && meets) return false;
    const known = this.#place(asked) === 'cluster' && !step.writes;
    if (!known) this.#records.set(this.#key(asked), [...commits, { session, t: this.clock.now(), backend }]);
    pocket.session = { ...session };
    return true;
  }
}
