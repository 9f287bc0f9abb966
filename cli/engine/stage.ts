import type { Clock, EvidenceLine, Invite, Lab, Person, Role, Scenario, Strategy } from '../core/index.js';
import type { Gate } from './gate.js';

/** Keeps what happens, as it happens. */
export interface Recorder {
  write(line: EvidenceLine): void;
}

/** All that a scenario is played with. */
export interface Stage {
  readonly lab: Lab;
  readonly clock: Clock;
  readonly invite: Invite;
  readonly people: readonly Person[];
  readonly strategies: readonly Strategy[];
  /** Id of the strategy that has the lab to itself, in a run in which each has one of its own. */
  readonly only?: string;
  readonly gate: Gate;
  readonly recorder: Recorder;
  /** Seeded. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Told at the beginning of each phase. */
  readonly onPhase: (scenario: Scenario, phase: string) => void;
}

export const backendRoles = ({ lab }: Stage): Role[] => lab.backends.map(({ role }) => role);
