import { createServer } from 'node:net';
import { expect } from 'chai';
import { freePort, portTaken } from '../../../cli/lab/ports.js';
import { thrown } from '../core/thrown.js';

/** Listens on a port of the loopback address, the given one or any, until it is disposed of. */
async function occupied(port = 0): Promise<{ readonly port: number } & AsyncDisposable> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe('freePort', () => {
  it('takes the wanted port where it is free', async () => {
    const { port } = await (async () => {
      await using server = await occupied();
      return { port: server.port };
    })();
    expect(await freePort(port)).to.equal(port);
  });

  it('refuses the wanted port where somebody listens on it', async () => {
    await using server = await occupied();
    const error = await thrown(() => freePort(server.port));
    expect(error).to.include({ subject: `port ${server.port}`, exitCode: 3 });
    expect(error.hint).to.include('--port');
  });

  it('without a wish takes the first free one from 8080', async () => {
    const first = await freePort(undefined);
    expect(first).to.be.within(8080, 8999);
    await using _ = await occupied(first);
    expect(await freePort(undefined)).to.be.greaterThan(first);
  });

  it('leaves out what is promised to somebody else', async () => {
    const first = await freePort(undefined);
    expect(await freePort(undefined, [first])).to.be.greaterThan(first);
  });
});

describe('portTaken', () => {
  it('says which port, and what to do', () => {
    expect(portTaken(8080)).to.include({ message: 'port 8080: is taken by another process', exitCode: 3 });
  });
});
