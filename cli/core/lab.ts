import type { Breakable, FaultJournal } from './fault.js';
import type { LedgerPage } from './operation.js';
import type { Role, Strategy } from './strategy.js';

/** Backends that a lab can have. */
export const MAX_BACKENDS = 64;

export interface BackendServer {
  readonly role: Role;
  /** As nginx prints it: `10.86.0.11:80`. */
  readonly address: string;
}

/** A lab that is up, as the engine and the faults see it. Every call fails with a LabError. */
export interface Lab extends Breakable {
  readonly name: string;
  /** CIDR of both networks together: `10.86.0.0/23`. */
  readonly subnet: string;
  readonly backends: readonly BackendServer[];
  readonly strategies: readonly Strategy[];
  readonly settings: Readonly<Record<string, string>>;
  /** Where visitors connect to: host and port that take a PROXY protocol line. */
  readonly entrance: { readonly host: string; readonly port: number };
  /** The URL of a strategy, as a browser on this machine opens it; no slash at the end. */
  url(strategy: Strategy): string;
  /** Versions by component: `nginx`, `php`, `redis`, … */
  versions(): Promise<Readonly<Record<string, string>>>;
  /** Stores emptied, local session files and ledgers removed, nginx's failure counts cleared. */
  reset(): Promise<void>;
  /** What every backend that runs has executed since it was last asked; a ledger that was taken is empty. */
  takeLedgers(): Promise<readonly LedgerPage[]>;
  /** Has these settings beyond its own until the next call; `{}`: none. PHP's by their names, a limit of a store as
   * `store.redis.maxmemory`. Verified; nothing is done where nothing changes. */
  apply(settings: Readonly<Record<string, string>>): Promise<void>;
  /** Waits until every backend answers for every strategy with the right session module. */
  ready(deadlineMs: number): Promise<void>;
  /** Apache workers that are busy with a request, over all backends. */
  busyWorkers(): Promise<number>;
  /** nginx's messages of level alert and above since then. */
  alerts(since: Date): Promise<readonly string[]>;
  readonly journal: FaultJournal;
}
