import type { Measures } from './measures.js';
import type { Strategy } from './strategy.js';
import type { Verdict } from './verdict.js';

export const RUN_SCHEMA = 'session-lab/run@1';

/** One strategy in one scenario. */
export interface Cell {
  readonly strategy: string;
  readonly scenario: string;
  readonly verdict: Verdict;
  /** null: no expectation. */
  readonly expected: Verdict | null;
  /** Why it is expected, and the source where there is one. */
  readonly because: string;
  /** One sentence on what was seen. */
  readonly reason: string;
  readonly measures: Measures;
  readonly evidence: CellEvidence;
  /** It was broken before the fault already. */
  readonly already?: true;
  /** What the scenario set for itself. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Lines of operations.ndjson, counted from 1. */
export interface CellEvidence {
  readonly from: number;
  readonly to: number;
  readonly deciding: readonly number[];
}

/** A run as run.json has it. */
export interface Run {
  readonly schema: typeof RUN_SCHEMA;
  readonly id: string;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** Absent while it runs, and in a run that was killed. */
  readonly ended?: string;
  readonly interrupted?: true;
  /** Each strategy was played in a lab of its own, one after the other. */
  readonly isolated?: true;
  readonly settings: Readonly<Record<string, string>>;
  readonly subnet: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Addresses of the backends, in configuration order. */
  readonly backends: readonly string[];
  readonly visitors: number;
  readonly strategies: readonly string[];
  /** Definitions of those that are not in the catalogue: free pairs, and people's own. */
  readonly own?: readonly Strategy[];
  /** Strategies that cannot be played in this lab at all, and why; their cells are n/a. */
  readonly unavailable?: Readonly<Record<string, string>>;
  /** What was built in place of a bundled component, by component: `consistent_hash`, `mysql`, `nginx`. */
  readonly replaced?: Readonly<Record<string, string>>;
  /** In the order of tables. */
  readonly scenarios: readonly string[];
  /** The order in which they were played; absent in older runs, which were played in the order of tables. */
  readonly order?: readonly string[];
  /** What limits the meaning of this run: controls that were not chosen, for instance. */
  readonly notes: readonly string[];
  readonly cells: readonly Cell[];
}
