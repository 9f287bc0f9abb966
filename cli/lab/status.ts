import type { ContainerState, JournalEntry } from '../core/index.js';
import { containersOf } from './docker.js';
import { ROLE_LABEL } from './labels.js';
import type { RunningLab } from './running-lab.js';

export interface ServerStatus {
  readonly role: string;
  readonly state: ContainerState;
  /** Docker's health: healthy, unhealthy, starting; '' where it does not say. */
  readonly health: string;
  /** Addresses in the lab's networks. */
  readonly addresses: readonly string[];
  readonly image: string;
}

export interface LabStatus {
  readonly name: string;
  readonly subnet: string;
  /** A strategy that this nginx cannot have has no URL, but a reason. */
  readonly strategies: readonly {
    readonly id: string;
    readonly url: string | null;
    readonly reason?: string;
  }[];
  readonly servers: readonly ServerStatus[];
  readonly settings: Readonly<Record<string, string>>;
  /** Component → what was built in place of the bundled one. */
  readonly replaced: Readonly<Record<string, string>>;
  readonly faults: readonly JournalEntry[];
}

/** What Docker says of a lab now, beside what the lab is meant to be. */
export async function statusOf(lab: RunningLab): Promise<LabStatus> {
  const [containers, faults] = await Promise.all([containersOf(lab.name), lab.journal.entries()]);
  const servers = lab.roles.map((role): ServerStatus => {
    const container = containers.find((one) => one.Labels[ROLE_LABEL] === role);
    const networks = Object.values(container?.NetworkSettings.Networks ?? {});
    return {
      role,
      state: stateOf(container?.State),
      health: /\((?:health: )?(\w+)\)/.exec(container?.Status ?? '')?.[1] ?? '',
      addresses: networks.flatMap((network) => network.IPAddress || []).sort(),
      image: container?.Image ?? '',
    };
  });
  const strategies = lab.chosen.map((strategy) => {
    const reason = lab.unavailable[strategy.id];
    return reason ? { id: strategy.id, url: null, reason } : { id: strategy.id, url: lab.url(strategy) };
  });
  const { name, subnet, settings } = lab;
  return { name, subnet, strategies, servers, settings, replaced: lab.wanted.replaced, faults };
}

function stateOf(said: string | undefined): ContainerState {
  if (said === undefined) return 'absent';
  return said === 'running' || said === 'paused' ? said : 'exited';
}
