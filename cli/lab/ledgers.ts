import { isBackend, type LedgerPage, type Role } from '../core/index.js';
import { serversOf } from './docker.js';
import { ROLE_LABEL } from './labels.js';

/**
 * Takes the ledger of every backend that runs, those that joined later too.
 * @param take runs `lab-ledger` on a backend; what it prints.
 */
export async function takeLedgers(
  lab: string,
  take: (backend: Role) => Promise<string>,
): Promise<LedgerPage[]> {
  const running = (await serversOf(lab))
    .filter(({ State }) => State === 'running')
    .map(({ Labels }) => Labels[ROLE_LABEL]!)
    .filter(isBackend)
    .sort();
  return Promise.all(running.map(async (backend) => ledgerPage(backend, await take(backend))));
}

/** From what `lab-ledger` printed: the disk's id, then one request id a line. */
export function ledgerPage(backend: Role, printed: string): LedgerPage {
  const [disk = '', ...executed] = printed.split('\n').filter(Boolean);
  return { backend, disk, executed };
}
