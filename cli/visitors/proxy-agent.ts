import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';

/**
 * Connections that begin with a PROXY protocol line (version 1, haproxy.org/download/3.0/doc/proxy-protocol.txt), so that
 * nginx sees the address that the visitor states. Needs no privilege and no second interface.
 */
export class ProxyProtocolAgent extends Agent {
  constructor(
    private readonly entrance: { readonly host: string; readonly port: number },
    private readonly address: string,
  ) {
    super({ keepAlive: true });
  }

  override createConnection(): Socket {
    const { host, port } = this.entrance;
    const socket = connect({ host, port, noDelay: true });
    // Written before the connection stands, so that it is the very first line.
    socket.write(`PROXY TCP4 ${this.address} ${host} 40000 ${port}\r\n`);
    return socket;
  }
}
