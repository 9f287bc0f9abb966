import type { FaultKind } from './fault.js';
import type { Measures } from './measures.js';
import type { Ledger, Operation, Step } from './operation.js';
import type { Role, Strategy } from './strategy.js';
import type { Verdict } from './verdict.js';

/** A visitor as the engine knows him before he acts. */
export interface Person {
  /** From 1. */
  readonly number: number;
  readonly user: string;
  /** IPv4 source address. */
  readonly address: string;
  /** Route cookie that he has from an earlier visit, for balancers that look at it; absent: he is here for the first time. */
  readonly route?: string;
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
  /** Milliseconds on the run's clock: the first thing that was broken, and the last one that was healed. */
  readonly injectedAt?: number;
  readonly healedAt?: number;
  /** The fault took the strategy's own store away. */
  readonly storeConcerned: boolean;
  /** What was counted of a fault, role by role. */
  readonly numbers: Readonly<Record<Role, Readonly<Record<string, number>>>>;
  /** What the backends say that they have executed; empty in runs that asked none. */
  readonly ledgers: readonly Ledger[];
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
  /** Made in each wave of the fault. */
  readonly fault: (person: Person) => readonly Step[];
  /** Repeated, slowly, until the lab has settled. */
  readonly settle: (person: Person) => readonly Step[];
  readonly after: (person: Person) => readonly Step[];
}

/** What is done to some roles, all at once. */
export interface Wave {
  readonly kind: FaultKind;
  readonly roles: readonly Role[];
}

export interface ScenarioFault {
  /** Each is injected, lived with, and healed before the next one. */
  readonly waves: (strategies: readonly Strategy[], backends: readonly Role[]) => readonly Wave[];
  /** Injected so many milliseconds after visitors began to make their requests. Default: they stand between two requests when
   * it is injected and when it is healed, so that it is no chance whom it meets. */
  readonly afterMs?: number;
  /** Milliseconds that each wave lasts at least. */
  readonly atLeastMs?: number;
  /** A change and no accident: undone only when visitors have had their last look. */
  readonly stays?: true;
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
  /** What visitor 1 does while all others stand still, before the requests of the fault: his own requests are what breaks. */
  readonly provocation?: readonly Step[];
  /** PHP settings and limits of stores that it needs, by name; applied by the reset before it, and undone by the next. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Does the fault take the strategy's own store away? Default: it hits a server of the store. */
  readonly concernsStore?: (strategy: Strategy) => boolean;
  /** Seconds that it usually takes with all strategies of the catalogue. */
  readonly seconds?: number;
  /** The reason why it does not apply to this strategy here, if it does not. */
  readonly notApplicable?: (here: Case) => string | undefined;
  /** Strategies that hold `calm` and that the fault does not concern: if one is disturbed, the row is in doubt. Absent: it
   * concerns all of them, or there is none. */
  readonly isControl?: (strategy: Strategy) => boolean;
  /** Strategies that must break here: if one stays green, the whole run is in doubt. */
  readonly isNegativeControl?: (strategy: Strategy) => boolean;
  /** Settings that `expect` takes into account; with any other one there is no expectation. */
  readonly knownSettings?: readonly string[];
  readonly expect: (here: Case) => Expectation;
  readonly check: Check;
}
