import type { Operation, Phase, Step } from './operation.js';
import type { Person } from './scenario.js';
import type { Strategy } from './strategy.js';

/** Milliseconds on the run's clock, and waiting on it. */
export interface Clock {
  /** Since the start of the run, monotonic. */
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** One visitor of one strategy: a cookie jar, a source address, and what he believes to be. */
export interface Visitor {
  readonly person: Person;
  readonly strategy: Strategy;
  /** Makes one request; never throws on a failure, but says what happened. */
  act(step: Step, where: { readonly scenario: string; readonly phase: Phase }): Promise<Operation>;
  /** Closes his connections. */
  leave(): void;
}

export type Invite = (person: Person, strategy: Strategy) => Visitor;

/** `error` of an operation whose connection nginx's port refused. */
export const REFUSED = 'connection refused';

/** `error` of an operation that got no answer within the visitor's deadline. */
export const TIMED_OUT = 'no answer in time';
