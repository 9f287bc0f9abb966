import { stores } from '../../../cli/catalog/index.js';
import {
  type BackendServer,
  type Breakable,
  backendRole,
  type ContainerState,
  type Knock,
  type Role,
} from '../../../cli/core/index.js';

/** Why a server does not answer: its process has ended, its container was killed, or all its processes are paused. */
type Trouble = 'ended' | 'killed' | 'paused';

const KNOCK: Record<Trouble, Knock> = { ended: 'refuses', killed: 'silent', paused: 'silent' };
const STATE: Record<Trouble, ContainerState> = { ended: 'running', killed: 'exited', paused: 'paused' };
const STORES = [...new Set<Role>(Object.values(stores).flatMap(({ servers }) => servers))];

/** A process of a server, from its start to its end. */
export interface Life {
  ended: boolean;
}

/** Who is told what happened to a server. */
export interface Told {
  /** Its process ended, and what it had in memory is gone. */
  forgotten(role: Role): void;
  /** It has a new disk. */
  erased(role: Role): void;
  reloaded(role: Role): void;
}

const backends = (number: number): BackendServer[] =>
  Array.from({ length: number }, (_, i) => ({ role: backendRole(i + 1), address: `10.86.0.${11 + i}:80` }));

/** The servers of a lab without containers, and what faults may do to them. */
export class Servers {
  backends: readonly BackendServer[] = backends(3);
  readonly #troubles = new Map<Role, Trouble>();
  readonly #incarnations = new Map<Role, number>();
  readonly #lives = new Map<Role, Life>();
  readonly #cut = new Set<Role>();
  readonly #full = new Set<Role>();

  constructor(private readonly told: Told) {}

  knock(role: Role): Knock {
    const trouble = this.#troubles.get(role);
    if (STORES.includes(role) && this.#cut.has(role)) return 'silent';
    return trouble ? KNOCK[trouble] : 'answers';
  }

  /** What a backend sees of a store server. */
  seenFrom(backend: Role, store: Role): Knock {
    return this.#cut.has(backend) ? 'silent' : this.knock(store);
  }

  /** Other people's sessions have filled it. */
  isFull(store: Role): boolean {
    return this.#full.has(store);
  }

  /** The process that serves now. */
  lifeOf(role: Role): Life {
    const life = this.#lives.get(role) ?? { ended: false };
    this.#lives.set(role, life);
    return life;
  }

  readonly breakable: Omit<Breakable, 'backends'> = {
    supervise: async (role, order) => (order === 'start' ? this.#recover(role) : this.#end(role, 'ended')),
    container: async (role, order) => {
      if (order === 'kill') this.#end(role, 'killed');
      else if (order === 'pause') this.#troubles.set(role, 'paused');
      else this.#recover(role);
    },
    recreate: async (role) => this.#recreate(role),
    reload: async (role) => this.#reload(role),
    containerState: async (role) => {
      const trouble = this.#troubles.get(role);
      if (role.startsWith('backend-') && !this.backends.some((one) => one.role === role)) return 'absent';
      return trouble ? STATE[trouble] : 'running';
    },
    knock: async (role) => this.knock(role),
    awaitKnock: async (role) => this.knock(role),
    incarnation: async (role) => String(this.#incarnations.get(role) ?? 0),
    link: async (role, order) => void (order === 'cut' ? this.#cut.add(role) : this.#cut.delete(role)),
    isLinked: async (role) => !this.#cut.has(role),
    storesSeenFrom: async (backend) => STORES.map((store) => this.seenFrom(backend, store)),
    fill: async (role, order) => {
      if (order === 'drain') this.#full.delete(role);
      else this.#full.add(role);
      if (this.isFull(role) && isInMemory(role)) this.told.forgotten(role);
    },
    storeNumbers: async (role) => numbersOf(role, this.isFull(role)),
    scale: async (number) => {
      const all = backends(Math.max(number, this.backends.length));
      const changed = all.slice(Math.min(number, this.backends.length));
      this.backends = backends(number);
      for (const { role } of changed) this.#recreate(role);
      this.#reload('nginx');
    },
    balanced: async () => this.backends.map(({ role }) => role),
  };

  #end(role: Role, trouble: Trouble): void {
    this.#troubles.set(role, trouble);
    this.lifeOf(role).ended = true;
    this.#lives.delete(role);
    this.#renew(role);
    this.told.forgotten(role);
  }

  #recover(role: Role): void {
    this.#troubles.delete(role);
  }

  #recreate(role: Role): void {
    this.#end(role, 'killed');
    this.#recover(role);
    this.told.erased(role);
  }

  #reload(role: Role): void {
    this.#renew(role);
    this.told.reloaded(role);
  }

  #renew(role: Role): void {
    this.#incarnations.set(role, (this.#incarnations.get(role) ?? 0) + 1);
  }
}

/** It throws out whom it has not seen for long. */
const isInMemory = (role: Role): boolean => role.startsWith('memcache');

function numbersOf(role: Role, full: boolean): Record<string, number> {
  if (isInMemory(role)) return { limitBytes: 67_108_864, evictions: full ? 1_000 : 0 };
  if (role === 'redis') return { limitBytes: 33_554_432, refusesWrites: full ? 1 : 0 };
  return { filler: full ? 100_000 : 0 };
}
