import { findStrategy } from '../../../cli/catalog/index.js';
import { type Case, people, type Scenario, type Strategy } from '../../../cli/core/index.js';

export const strategy = (id: string): Strategy => findStrategy(id)!;

/** Addresses of backends as a lab gives them. */
export const servers = (count: number, network = '10.86.0'): string[] =>
  Array.from({ length: count }, (_, i) => `${network}.${11 + i}:80`);

/** A strategy with three backends and 24 visitors; a test says what is different. */
export const here = (id: string, different: Partial<Case> = {}): Case => ({
  strategy: strategy(id),
  servers: servers(3),
  people: people(24, 1),
  settings: {},
  ...different,
});

/** The same with the people of that scenario. */
export const playedIn = (scenario: Scenario, id: string, different: Partial<Case> = {}): Case =>
  here(id, { ...(scenario.people && { people: scenario.people(24, 1) }), ...different });

/** The same with so many visitors, as that scenario brings them, and so many backends. */
export const among = (scenario: Scenario, id: string, visitors: number, backends: number): Case =>
  here(id, {
    people: scenario.people?.(visitors, 1) ?? people(visitors, 1),
    servers: servers(backends),
  });

/** The backends of 24 visitors by ip_hash, computed by another program in another language. */
export const HOMES = '002101011000102121212010';
