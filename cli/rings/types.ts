/** A server of an upstream, as the configuration has it. */
export interface RingServer {
  /** As nginx prints it: `192.168.1.86:80`, `[::1]:8080`, `unix:/tmp/s`. */
  readonly address: string;
  /** Default 1. */
  readonly weight?: number;
}

/** Index of the server that a key goes to. `alive` says which servers nginx would use now (default: all); undefined
 * where the arithmetic gives up and nginx goes on by round robin. */
export type Route = (key: string, alive?: (server: number) => boolean) => number | undefined;
