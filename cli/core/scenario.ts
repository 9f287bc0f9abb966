import type { FaultKind } from './fault.js';
import type { Measures } from './measures.js';
import type { Operation, Step } from './operation.js';
import type { Role, Strategy } from './strategy.js';
import type { Verdict } from './verdict.js';

/** A visitor as the engine knows him before he acts. */
export interface Person {
  /** From 1. */
  readonly number: number;
  readonly user: string;
  /** IPv4 source address. */
  readonly address: string;
}

/** Everything an expectation may depend on. */
export interface Case {
  readonly strategy: Strategy;
  /** Addresses of the backends as nginx prints them, in configuration order: `10.86.0.11:80`. */
  readonly servers: readonly string[];
  readonly people: readonly Person[];
  /** Settings that differ from the defaults, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Expectation {
  /** null: nobody knows; then it cannot be missed. */
  readonly verdict: Verdict | null;
  readonly because: string;
  readonly source?: string;
  /** Numbers that follow from the balancer's arithmetic for these very visitors. */
  readonly predicted?: Measures;
}

/** The evidence on one strategy in one scenario. */
export interface StrategyEvidence {
  readonly strategy: Strategy;
  readonly people: readonly Person[];
  readonly operations: readonly Operation[];
  /** Milliseconds on the run's clock. */
  readonly injectedAt?: number;
  readonly healedAt?: number;
  /** The fault took the strategy's own store away. */
  readonly storeConcerned: boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence on what was seen. */
  readonly reason: string;
  readonly measures: Measures;
  /** Operations that decided it. */
  readonly deciding: readonly Operation[];
  /** It was broken before the fault already. */
  readonly already?: true;
}

/** From evidence to a verdict: pure, so that it can be run again on a saved run. */
export type Check = (evidence: StrategyEvidence) => Judgement;

/** The requests a visitor makes in each phase; a visitor's own pages keep the same address all the time. */
export interface Journey {
  readonly arrange: (person: Person) => readonly Step[];
  readonly calm: (person: Person) => readonly Step[];
  readonly fault: (person: Person) => readonly Step[];
  /** Repeated, slowly, until the lab has settled. */
  readonly settle: (person: Person) => readonly Step[];
  readonly after: (person: Person) => readonly Step[];
}

export interface ScenarioFault {
  readonly kind: FaultKind;
  /** The roles it hits, all at once. */
  readonly roles: (strategies: readonly Strategy[], backends: readonly Role[]) => readonly Role[];
}

export interface Scenario {
  readonly id: string;
  /** "A visitor who … stays …": what a strategy must achieve. */
  readonly obligation: string;
  /** What happens, as sentences. */
  readonly steps: readonly string[];
  readonly journey: Journey;
  /** Who takes part, where it is not `people(count, seed)`: other addresses, or another number of visitors. */
  readonly people?: (count: number, seed: number) => readonly Person[];
  /** Requests under way at the same moment over all strategies. Default: 100. */
  readonly inFlight?: number;
  /** Answers after which a visitor makes no more steps of the phase, for they could show nothing new. */
  readonly isLost?: (operation: Operation) => boolean;
  readonly fault?: ScenarioFault;
  /** The reason why it does not apply to this strategy here, if it does not. */
  readonly notApplicable?: (here: Case) => string | undefined;
  /** Strategies that hold `calm` and that the fault does not concern: if one is disturbed, the row is in doubt. */
  readonly isControl: (strategy: Strategy) => boolean;
  /** Strategies that must break here: if one stays green, the whole run is in doubt. */
  readonly isNegativeControl?: (strategy: Strategy) => boolean;
  /** Settings that `expect` takes into account; with any other one there is no expectation. */
  readonly knownSettings?: readonly string[];
  readonly expect: (here: Case) => Expectation;
  readonly check: Check;
}
