import { EXIT, LabError, type Strategy } from '../core/index.js';
import { flawsOf, partsOf } from './parts.js';

/**
 * Whether the configurations of free pairs and people's own strategies have what the lab relies on, and whether no two of
 * them want to be the same server. Those of the catalogue are checked by the tests.
 * @throws LabError exit 64 with everything that is wrong with a strategy.
 */
export async function checkStrategies(strategies: readonly Strategy[]): Promise<void> {
  for (const strategy of strategies.filter(({ origin }) => origin)) {
    const flaws = flawsOf(strategy, await readable(strategy));
    if (flaws.length > 0) throw flawed(strategy, flaws.join('; '));
  }
  const servers = strategies.flatMap((strategy) =>
    (strategy.store.ownServers ?? []).map((server) => ({ strategy, server })),
  );
  for (const [i, { strategy, server }] of servers.entries()) {
    const other = servers
      .slice(0, i)
      .find(({ server: one }) => one.role === server.role || one.host === server.host);
    if (other)
      throw flawed(
        strategy,
        `its server ${server.role} cannot stand beside ${other.strategy.id}'s ${other.server.role}: give it another name`,
      );
  }
}

const readable = (strategy: Strategy) =>
  partsOf(strategy).catch((error: NodeJS.ErrnoException) => {
    throw flawed(strategy, error.code === 'ENOENT' ? `${error.path} is missing` : error.message);
  });

const flawed = ({ id }: Strategy, reason: string): LabError =>
  new LabError({
    subject: `strategy ${id}`,
    reason,
    hint: 'docs/write-a-strategy.md shows one that works.',
    exitCode: EXIT.usage,
  });
