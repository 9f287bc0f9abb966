import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { strategies } from '../../../cli/catalog/index.js';
import type { Role } from '../../../cli/core/index.js';
import { balancedBackends } from '../../../cli/lab/balanced.js';
import { TemporaryFolder } from './temporary-folder.js';

const backends = [1, 2, 3].map((n) => ({ role: `backend-${n}`, address: `10.86.0.${10 + n}:80` }));
const chosen = (...ids: string[]) => strategies.filter(({ id }) => ids.includes(id));

/** An nginx that goes round these, asked where. */
async function among(turn: readonly Role[], ids: readonly string[], servers = '') {
  const hosts: string[] = [];
  await using folder = await TemporaryFolder.make();
  await folder.write('servers.conf', servers);
  const server = createServer((request, response) => {
    hosts.push(String(request.headers.host));
    response.setHeader('X-Backend', turn[hosts.length % turn.length]!).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const lab = { strategies: chosen(...ids), backends, port, servers: folder.at('servers.conf') };
    const knocks: Role[] = [];
    const found = await balancedBackends(lab, async (role) => {
      knocks.push(role);
      return role === 'backend-2' ? 'refuses' : 'answers';
    });
    return { found, hosts, knocks };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('the backends that nginx sends requests to', () => {
  it('are those that answer for a strategy that goes round robin', async () => {
    const { found, hosts } = await among(['backend-1', 'backend-3'], ['ip-hash', 'redis']);
    expect(found).to.have.members(['backend-1', 'backend-3']);
    expect(new Set(hosts)).to.deep.equal(new Set(['redis.localhost']));
  });

  it('are noticed also where there is one more than there should be', async () => {
    const { found } = await among(['backend-1', 'backend-2', 'backend-3', 'backend-4'], ['redis']);
    expect(found).to.have.length(4);
  });

  it('else are those of its configuration that answer', async () => {
    const servers = 'server 10.86.0.12:80;\nserver 10.86.0.13:80;\n';
    const { found, hosts, knocks } = await among(['backend-1'], ['ip-hash'], servers);
    expect(found).to.deep.equal(['backend-3']);
    expect({ hosts, knocks }).to.deep.equal({ hosts: [], knocks: ['backend-2', 'backend-3'] });
  });
});
