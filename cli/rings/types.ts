/** A server of an upstream, as the configuration has it. */
export interface RingServer {
  /** As nginx prints it: `192.168.1.86:80`, `[::1]:8080`, `unix:/tmp/s`. */
  readonly address: string;
  /** As the configuration writes it, where that is another text: `app.example`, `192.168.1.86`. Only nginx's own
   * `hash … consistent` looks at it. Default: the address. */
  readonly name?: string;
  /** Default 1. */
  readonly weight?: number;
}

/** Index of the server that a key goes to. `alive` says which servers nginx would use now (default: all); undefined
 * where the arithmetic gives up and nginx goes on by round robin. */
export type Route = (key: string, alive?: (server: number) => boolean) => number | undefined;

/** The part of all keys, from 0 to 1, that each server gets while all are alive. */
export type Shares = (servers: readonly RingServer[]) => number[];
