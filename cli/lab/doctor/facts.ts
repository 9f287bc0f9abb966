import type { JournalEntry } from '../../core/index.js';
import type { Facts as SetupFacts } from '../setup/index.js';

/** What was found out; what went wrong with it, and what helps; or what is missing to find it out at all. */
export type Found<T> =
  | { readonly state: 'found'; readonly value: T }
  | { readonly state: 'failed'; readonly why: string; readonly fix?: string | undefined }
  | { readonly state: 'skipped'; readonly why: string };

/** The engine that the lab talks to, and what it says of itself. */
export interface Engine {
  readonly id: string;
  /** Of the engine that the docker command talks to: another one where a context names one. '' where none answers. */
  readonly idByCommand: string;
  /** What the lab limits for every container, and this kernel does not. */
  readonly unlimited: readonly ('memory' | 'processes')[];
}

export interface Disk {
  /** Docker's data folder. */
  readonly path: string;
  /** null where that folder is not on this machine, but in a virtual one. */
  readonly freeBytes: number | null;
}

export interface Images {
  /** The one that all others start from. */
  readonly base: boolean;
  readonly built: readonly string[];
  readonly missing: readonly string[];
}

export interface Labs {
  readonly up: readonly string[];
  /** Nobody wants to keep them, and the process that made them is gone. */
  readonly abandoned: readonly string[];
}

export interface FaultOf extends JournalEntry {
  readonly lab: string;
}

/** All that `diagnose` judges. */
export interface DoctorFacts {
  readonly setup: SetupFacts;
  /** This node's version, and the oldest one that package.json allows. */
  readonly node: { readonly version: string; readonly oldest: string };
  readonly engine: Found<Engine>;
  readonly disk: Found<Disk>;
  /** What the next lab would get. */
  readonly subnet: Found<string>;
  readonly ports: Found<readonly [browsers: number, visitors: number]>;
  readonly images: Found<Images>;
  readonly labs: Found<Labs>;
  readonly faults: Found<readonly FaultOf[]>;
  /** Milliseconds from creating a container to its end. */
  readonly trial: Found<number>;
}
