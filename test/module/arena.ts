import type { RingServer } from '../../cli/rings/index.js';
import { type Answer, ask, type Question } from './ask.js';
import {
  type Balancer,
  backends,
  COMPATIBLE,
  EVEN,
  NGINX_CONSISTENT,
  SAY_TRIED,
  serverLines,
  upstream,
} from './balancers.js';
import { Box } from './box.js';
import type { Build } from './builds.js';
import type { Nginx } from './nginx.js';

/** The module's two rings, and the model of how a balancer behaves. */
export const BALANCERS: readonly Balancer[] = [COMPATIBLE, EVEN, NGINX_CONSISTENT];

export const SERVERS: readonly RingServer[] = [1, 2, 3, 4, 5].map((n) => ({
  address: `127.0.0.${10 + n}:8000`,
  ...(n === 4 && { weight: 2 }),
}));

/** What differs between two configurations of the nginx under test. */
export interface Setting {
  readonly workers?: number;
  /** A `zone` in every upstream. */
  readonly zone?: boolean;
  /** Parameters of each server, `max_fails=1 fail_timeout=1h` say; or the lines, whole. */
  readonly parameters?: string;
  readonly lines?: string;
  /** More of the `server` block, and of `http`. */
  readonly server?: string;
  readonly http?: string;
}

/** Five backends, each an nginx of its own that can die, and one nginx with an upstream for each balancer. */
export class Arena {
  private constructor(
    readonly box: Box,
    readonly backends: readonly Nginx[],
    readonly tested: Nginx,
  ) {}

  static with(build: Build, setting: Setting, use: (arena: Arena) => Promise<void>): Promise<void> {
    return Box.with(build, async (box) => {
      const all: Nginx[] = [];
      for (const [n, server] of SERVERS.entries())
        all.push(await box.start(`backend-${n}`, backends([server])));
      const tested = await box.start('tested', confOf(setting), setting);
      await use(new Arena(box, all, tested));
    });
  }

  /** Another configuration, without a restart. */
  reload(setting: Setting): Promise<void> {
    return this.tested.reload(confOf(setting), setting);
  }

  ask(questions: readonly (Question | string)[], atOnce?: number): Promise<Answer[]> {
    return ask(this.box.port, questions, atOnce);
  }

  /** Servers that answer these paths. */
  async owners(paths: readonly string[]): Promise<string[]> {
    return (await this.ask(paths)).map(({ status, body }) => (status === 200 ? body : `status ${status}`));
  }
}

/** Paths that are looked up by the balancer. */
export const pathsOf = (balancer: Balancer, count = 200): string[] =>
  Array.from({ length: count }, (_, n) => `/${BALANCERS.indexOf(balancer)}/page/${n}`);

/** Who has each path by the arithmetic; 'nobody' where it leaves it to round robin. */
export const computed = (
  balancer: Balancer,
  paths: readonly string[],
  alive?: (server: number) => boolean,
): string[] => {
  const route = balancer.route(SERVERS);
  return paths.map((path) => SERVERS[route(path, alive) ?? -1]?.address ?? 'nobody');
};

/** A path that the server owns. */
export const pathTo = (balancer: Balancer, server: number): string =>
  pathsOf(balancer).find((path) => balancer.route(SERVERS)(path) === server)!;

/** With `reuseport` the kernel hands connections to all workers, and not mostly to the one that was idle last. */
const confOf = ({ workers = 1, zone, parameters, lines, server = '', http = '' }: Setting): string => `
${BALANCERS.map((balancer, b) =>
  upstream(
    `balanced-${b}`,
    balancer,
    `${zone ? `zone balanced-${b} 256k;\n` : ''}${lines ?? serverLines(SERVERS, parameters)}`,
  ),
).join('')}
${http}
server {
  listen 8080${workers > 1 ? ' reuseport' : ''};
  ${SAY_TRIED}
  add_header X-Worker $pid always;
  ${server}
  ${BALANCERS.map((_, b) => `location /${b}/ { proxy_pass http://balanced-${b}; }`).join('\n  ')}
}`;
