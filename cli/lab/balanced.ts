import { readFile } from 'node:fs/promises';
import type { BackendServer, Knock, Role, Strategy } from '../core/index.js';
import { get } from './http.js';

const DEADLINE_MS = 2_000;

export interface Balanced {
  readonly strategies: readonly Strategy[];
  readonly backends: readonly BackendServer[];
  /** Where nginx is asked. */
  readonly port: number;
  /** The file of backends that nginx has read. */
  readonly servers: string;
}

/**
 * Backends to which nginx sends requests, as the answers say: round robin comes to everyone within as many requests as
 * there are backends, of which two rounds are asked, and one backend more than there should be. Where no strategy goes
 * round robin, nobody can tell beforehand who gets which request; then it is those that nginx's configuration names and
 * that answer.
 */
export async function balancedBackends(
  { strategies, backends, port, servers }: Balanced,
  knock: (role: Role) => Promise<Knock>,
): Promise<readonly Role[]> {
  const inTurn = strategies.find(({ balancer }) => balancer.method === 'round_robin');
  if (inTurn) {
    const seen = new Set<Role>();
    for (let i = 0; i < 2 * (backends.length + 1); i += 1) {
      const { headers } = await get(port, `${inTurn.id}.localhost`, '/healthz', DEADLINE_MS);
      if (typeof headers['x-backend'] === 'string') seen.add(headers['x-backend']);
    }
    return [...seen];
  }
  const named = await readFile(servers, 'utf8');
  const candidates = backends.filter(({ address }) => named.includes(`server ${address};`));
  const knocks = await Promise.all(candidates.map(({ role }) => knock(role)));
  return candidates.filter((_, i) => knocks[i] === 'answers').map(({ role }) => role);
}
