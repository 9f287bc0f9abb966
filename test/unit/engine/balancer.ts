import {
  type BackendServer,
  type Clock,
  needsSession,
  type Person,
  type Role,
  type Step,
  type Strategy,
} from '../../../cli/core/index.js';
import { type Route, rings } from '../../../cli/rings/index.js';

/** nginx's `fail_timeout`: so long it sends nothing to a backend that failed (`max_fails=1`). */
const FAIL_TIMEOUT_MS = 10_000;

/** nginx's balancers, with the memory of one worker. */
export class Balancer {
  readonly #turns = new Map<Strategy, number>();
  readonly #leftOut = new Map<string, number>();
  readonly #routes = new Map<string, Route>();

  constructor(
    private readonly clock: Clock,
    private readonly backends: () => readonly BackendServer[],
  ) {}

  /** A new worker knows nothing of failures, and begins with the first backend. */
  reload(): void {
    this.#turns.clear();
    this.#leftOut.clear();
  }

  /** By the upstream in which it failed; others have not noticed. */
  leaveOut(strategy: Strategy, step: Step, backend: Role): void {
    this.#leftOut.set(`${upstreamOf(strategy, step)} ${backend}`, this.clock.now() + FAIL_TIMEOUT_MS);
  }

  /** @param cookie the backend that nginx wrote into a cookie. @returns undefined where all are left out. */
  choose(person: Person, strategy: Strategy, step: Step, cookie?: Role): Role | undefined {
    const { key, method } = strategy.balancer;
    const backends = this.backends();
    const isIn = ({ role }: BackendServer) =>
      (this.#leftOut.get(`${upstreamOf(strategy, step)} ${role}`) ?? 0) <= this.clock.now();
    const kept = method === 'sticky' && backends.find((one) => one.role === cookie && isIn(one));
    if (kept) return kept.role;
    if (key === 'none' || method === 'sticky' || isSplitOff(strategy, step))
      return this.#next(strategy, backends.filter(isIn))?.role;
    const route = this.#routeOf(method, backends);
    return backends[route(textOf(key, person, step), (i) => isIn(backends[i]!)) ?? -1]?.role;
  }

  #next(strategy: Strategy, among: readonly BackendServer[]): BackendServer | undefined {
    const turn = (this.#turns.get(strategy) ?? 0) + 1;
    this.#turns.set(strategy, turn);
    return among[turn % among.length];
  }

  #routeOf(method: Strategy['balancer']['method'], backends: readonly BackendServer[]): Route {
    const id = `${method} of ${backends.length}`;
    const route = this.#routes.get(id) ?? rings[method]!(backends);
    this.#routes.set(id, route);
    return route;
  }
}

const isSplitOff = ({ balancer }: Strategy, step: Step): boolean =>
  balancer.split === true && !needsSession(step.path);

/** A strategy that sends some pages elsewhere has two upstreams. */
const upstreamOf = (strategy: Strategy, step: Step): string =>
  `${strategy.id}${isSplitOff(strategy, step) ? ' without session' : ''}`;

/** Who comes for the first time gets a route cookie of chance: here, the same one every time. */
function textOf(key: Strategy['balancer']['key'], person: Person, step: Step): string {
  if (key === 'uri') return step.path;
  return key === 'address' ? (step.from ?? person.address) : (person.route ?? person.user);
}
