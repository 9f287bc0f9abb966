import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, createServer, type Server as NetServer, type Socket } from 'node:net';

/** A request as it arrived. */
export interface Asked {
  /** The first line of its connection. */
  readonly proxy: string;
  /** Number of its connection, from 1. */
  readonly connection: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Serve = (asked: Asked, reply: ServerResponse, socket: Socket) => void;

export const json = (
  reply: ServerResponse,
  facts: object,
  headers: Record<string, string | string[]> = {},
): void =>
  void reply.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(facts));

/** A server on the loopback address that takes a PROXY protocol line, as nginx does on the lab's second port. */
export class Edge implements AsyncDisposable {
  readonly asked: Asked[] = [];
  readonly #connections: { socket: Socket; proxy: string }[] = [];
  readonly #entrance: NetServer;
  readonly #http: Server;

  private constructor(serve: Serve) {
    this.#http = createHttpServer((request, reply) => void this.#take(request, reply, serve));
    this.#entrance = createServer((socket) => this.#greet(socket));
  }

  static async open(serve: Serve = (_, reply) => json(reply, {})): Promise<Edge> {
    const edge = new Edge(serve);
    await new Promise<void>((resolve) => edge.#entrance.listen(0, '127.0.0.1', resolve));
    return edge;
  }

  get port(): number {
    return (this.#entrance.address() as AddressInfo).port;
  }

  /** Connections that are open on this side. */
  get open(): number {
    return this.#connections.filter(({ socket }) => !socket.destroyed).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { socket } of this.#connections) socket.destroy();
    this.#http.close();
    await new Promise((resolve) => this.#entrance.close(resolve));
  }

  #greet(socket: Socket): void {
    socket.on('error', () => {});
    socket.once('data', (chunk) => {
      const end = chunk.indexOf('\r\n');
      this.#connections.push({ socket, proxy: chunk.subarray(0, end).toString() });
      socket.pause();
      socket.unshift(chunk.subarray(end + 2));
      this.#http.emit('connection', socket);
      socket.resume();
    });
  }

  async #take(request: IncomingMessage, reply: ServerResponse, serve: Serve): Promise<void> {
    const { socket, method = '', url = '', headers } = request;
    const at = this.#connections.findIndex((connection) => connection.socket === socket);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked = {
      proxy: this.#connections[at]!.proxy,
      connection: at + 1,
      method,
      path: url,
      headers,
      body: Buffer.concat(chunks).toString(),
    };
    this.asked.push(asked);
    serve(asked, reply, socket);
  }
}
