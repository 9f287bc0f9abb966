import type { Role } from './strategy.js';

/** The phases of a visit. `fault` is the time between injecting a fault and healing it. */
export type VisitPhase = 'arrange' | 'calm' | 'fault' | 'settle' | 'after';
/** In `reset`, witnesses look whether old sessions are forgotten. */
export type Phase = 'reset' | VisitPhase;

/** One request of a visitor, or several of the same kind, as a step of his journey. */
export interface Step {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  /** What the step changes in the session, where it changes something. */
  readonly writes?: 'login' | 'cart' | 'counter';
  /** Source address; where it is another one than before, he connects anew. Default: the visitor's own. */
  readonly from?: string;
  /** So many such requests at the same moment. Default: one. */
  readonly parallel?: number;
  /** The next step follows without a pause, and nobody else's request gets between the two. */
  readonly atOnce?: true;
}

/** ok: answered as asked. fail: certainly not done (an error status, a refused connection). unknown: no answer, so that
 * nobody can say whether it was done. */
export type Outcome = 'ok' | 'fail' | 'unknown';

/** What happened to one request. Cookies and session ids are kept as hashes: evidence must not be a way in. */
export interface Operation {
  readonly kind: 'op';
  /** Milliseconds since the start of the run, monotonic, when the request was begun. */
  readonly t: number;
  /** Milliseconds from the beginning of the request to the end of its answer, or to giving up. */
  readonly ms: number;
  readonly scenario: string;
  readonly phase: Phase;
  readonly strategy: string;
  /** Number of the visitor, from 1; the same number is the same person and address in every strategy. */
  readonly visitor: number;
  readonly address: string;
  /** Whom the visitor believes to be: the user of his last acknowledged login. */
  readonly self: string | null;
  readonly method: string;
  readonly path: string;
  readonly writes?: Step['writes'];
  /** Id of a write, as in the backends' ledgers. */
  readonly request?: string;
  readonly outcome: Outcome;
  readonly status?: number;
  readonly error?: string;
  readonly backend?: Role;
  /** PHP's `session_module_name()` on the backend that answered. */
  readonly module?: string;
  /** Hash of the session id that the backend used. */
  readonly session?: string;
  /** Whom the backend took the visitor for; null: a guest; absent: the answer did not say. */
  readonly user?: string | null;
  /** Items in the cart and value of the counter that the answer showed. */
  readonly cart?: number;
  readonly counter?: number;
  /** Names and hashed values of the cookies sent and set. */
  readonly sent?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
  /** The connection had been kept alive and was closed before the answer, so the client sent the request again. */
  readonly resent?: true;
}

/** Something the engine did, on the same clock as the operations. */
export interface Mark {
  readonly kind: 'mark';
  readonly t: number;
  readonly scenario: string;
  /** Of a run in which each strategy has a lab of its own. */
  readonly strategy?: string;
  readonly mark: 'reset' | 'fault' | 'healed' | 'settled' | 'judged' | 'skipped';
  readonly detail?: string;
  /** What was counted of a fault, role by role. */
  readonly numbers?: Readonly<Record<Role, Readonly<Record<string, number>>>>;
}

/** Why a row, or one cell of it, cannot be believed. */
export interface Doubt {
  readonly kind: 'doubt';
  readonly t: number;
  readonly scenario: string;
  /** Absent: the whole row. */
  readonly strategy?: string;
  readonly reason: string;
}

/** The writes that one backend executed since its ledger was last taken. */
export interface LedgerPage {
  readonly backend: Role;
  /** Another one after the backend's disk was replaced, and what stood in its ledger with it. */
  readonly disk: string;
  /** Ids of the requests, in order within each strategy; twice where it was executed twice. */
  readonly executed: readonly string[];
}

/** Such a page as evidence. */
export interface Ledger extends LedgerPage {
  readonly kind: 'ledger';
  /** When the lab was asked for it: whatever was acknowledged before stands in it, or in an earlier one of the same disk. */
  readonly t: number;
  readonly scenario: string;
  /** Of a run in which each strategy has a lab of its own. */
  readonly strategy?: string;
}

/** A line of operations.ndjson after its header. */
export type EvidenceLine = Operation | Mark | Doubt | Ledger;

/** A thing with the number of its line, from 1. */
export type Numbered<T> = T & { readonly line: number };
