import type {
  Cell,
  Clock,
  EvidenceLine,
  Invite,
  Lab,
  Numbered,
  Person,
  Run,
  Scenario,
  Strategy,
} from '../core/index.js';
import type { Recorder } from './stage.js';

/** Where a run is kept. */
export interface RunStore extends Recorder {
  linesOf(scenario: string): Numbered<EvidenceLine>[];
  /** What was judged is asked for no more. */
  forget(scenario: string): void;
  save(run: Run): Promise<void>;
}

export interface RunPlan {
  /** The run as it begins: no cells yet. */
  readonly run: Run;
  readonly scenarios: readonly Scenario[];
  readonly strategies: readonly Strategy[];
  /** Id of the one strategy, where it has the lab to itself and others have theirs. */
  readonly only?: string;
  /** Who takes part where a scenario does not say otherwise. */
  readonly people: readonly Person[];
  readonly lab: Lab;
  readonly clock: Clock;
  readonly invite: Invite;
  readonly store: RunStore;
  readonly signal: AbortSignal;
  readonly onPhase: (scenario: Scenario, phase: string) => void;
  readonly onCells: (scenario: Scenario, cells: readonly Cell[]) => void;
}

/** A plan without a lab. */
export type Script = Omit<RunPlan, 'lab' | 'invite'>;
