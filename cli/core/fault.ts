import type { Role } from './strategy.js';

/** What a server does when somebody connects to it. */
export type Knock = 'answers' | 'refuses' | 'silent';

export type ContainerState = 'running' | 'paused' | 'exited' | 'absent';

/** What faults may do to a lab; cli/lab does it. Every call names a role and fails with a LabError. */
export interface Breakable {
  /** Signals the supervisor inside the container, which outlives its server. */
  supervise(role: Role, order: 'crash' | 'stop' | 'start'): Promise<void>;
  /** The container itself: killed, started, paused, unpaused. */
  container(role: Role, order: 'kill' | 'start' | 'pause' | 'unpause'): Promise<void>;
  /** A new container, with a new disk, in the place of the old one. */
  recreate(role: Role): Promise<void>;
  /** The server reads its configuration again. */
  reload(role: Role): Promise<void>;
  /** What Docker says of the container. */
  containerState(role: Role): Promise<ContainerState>;
  /** What is seen on the wire from a neighbour of the role. */
  knock(role: Role): Promise<Knock>;
  /** Polls `knock` until it says one of these, at most for a deadline that suits the answer; returns the last answer. */
  awaitKnock(role: Role, wanted: readonly Knock[]): Promise<Knock>;
  /** Changes when the container is started or made anew, and when its server's workers are replaced. */
  incarnation(role: Role): Promise<string>;
  /** Takes the role off the network between backends and stores, or puts it back at its address. */
  link(role: Role, order: 'cut' | 'mend'): Promise<void>;
  /** What Docker says of that link. */
  isLinked(role: Role): Promise<boolean>;
  /** What this backend sees of the store servers, one after the other; empty where the lab has none. */
  storesSeenFrom(backend: Role): Promise<readonly Knock[]>;
  /** Puts other people's sessions into a store, or takes them out again and leaves the real ones. */
  fill(role: Role, order: 'fill' | 'drain'): Promise<void>;
  /** What a store server says of itself: `sessions`, and where it has them `filler` (sessions of other people),
   * `evictions` since it was started, `usedBytes`, `limitBytes` (0: none), `slabWasteBytes`, `refusesWrites` (1 or 0). */
  storeNumbers(role: Role): Promise<Readonly<Record<string, number>>>;
  readonly backends: readonly { readonly role: Role }[];
  /** Gives the lab another number of backends; returns when each of them answers for every strategy. */
  scale(backends: number): Promise<void>;
  /** The backends to which nginx sends requests of its own accord. */
  balanced(): Promise<readonly Role[]>;
}

/** What was seen of a fault from outside: of Docker and on the wire. */
export interface FaultEffect {
  readonly inForce: boolean;
  /** One clause: "backend-1 runs, connections are refused". */
  readonly seen: string;
  /** What was counted: `evictions` of sessions, `slabWasteBytes` of memory. */
  readonly numbers?: Readonly<Record<string, number>>;
}

/** A named change on a role, and its undoing. */
export interface FaultKind {
  readonly id: string;
  /** One sentence: what happens to the role. */
  readonly summary: string;
  /** It stays in force until it is healed; false: it is over when it has been done (a reload). */
  readonly lasting: boolean;
  appliesTo(role: Role): boolean;
  /** The very roles that it can hit, where that depends on the lab; absent: all that it applies to. */
  targets?(lab: Breakable): readonly Role[];
  /** What its heal must know of the time before; written into the journal before it is applied. */
  remember?(lab: Breakable, role: Role): Promise<string>;
  /** Does it, then asks Docker and the wire whether it really happened. */
  inject(lab: Breakable, role: Role): Promise<FaultEffect>;
  /** Undoes it and waits until the server answers; works from another process, and where the fault never took effect.
   * @param before what `remember` said. */
  heal(lab: Breakable, role: Role, before?: string): Promise<void>;
}

/** Remembers faults across processes: written before a fault is applied, taken back after it was healed. */
export interface FaultJournal {
  entries(): Promise<readonly JournalEntry[]>;
  add(entry: JournalEntry): Promise<void>;
  remove(entry: JournalEntry): Promise<void>;
}

export interface JournalEntry {
  readonly fault: string;
  readonly role: Role;
  /** What the fault was told to remember. */
  readonly before?: string;
}
