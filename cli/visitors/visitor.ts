import axios, { type AxiosResponse, isAxiosError } from 'axios';
import {
  type Clock,
  type Invite,
  messageOf,
  type Operation,
  type Outcome,
  type Person,
  type Phase,
  REFUSED,
  type Step,
  type Strategy,
  TIMED_OUT,
  type Visitor,
} from '../core/index.js';
import { Cookies, hashedCookies } from './cookies.js';
import { ProxyProtocolAgent } from './proxy-agent.js';

/** How long a visitor waits for an answer. */
export const DEADLINE_MS = 5_000;

export interface Surroundings {
  /** Where nginx takes a PROXY protocol line. */
  readonly entrance: { readonly host: string; readonly port: number };
  /** The URL of a strategy, as cookie jars and the Host header know it. */
  readonly url: (strategy: Strategy) => string;
  readonly clock: Clock;
  /** Makes request ids unique in the backends' ledgers. */
  readonly run: string;
}

/** Invites visitors into a lab; each has connections, cookies and an address of his own. */
export const hostOf =
  (surroundings: Surroundings): Invite =>
  (person, strategy) =>
    new HttpVisitor(person, strategy, surroundings);

class HttpVisitor implements Visitor {
  readonly #cookies = new Cookies();
  #agent: ProxyProtocolAgent;
  #address: string;
  readonly #base: string;
  #self: string | null = null;
  #writes = 0;

  constructor(
    readonly person: Person,
    readonly strategy: Strategy,
    private readonly surroundings: Surroundings,
  ) {
    this.#address = person.address;
    this.#agent = new ProxyProtocolAgent(surroundings.entrance, person.address);
    this.#base = surroundings.url(strategy);
    if (person.route !== undefined && looksAtRoute(strategy))
      this.#cookies.keep(this.#base, [`route=${person.route}; Path=/`]);
  }

  async act(step: Step, where: { readonly scenario: string; readonly phase: Phase }): Promise<Operation> {
    const { clock } = this.surroundings;
    this.#goTo(step.from ?? this.person.address);
    const url = this.#base + step.path;
    const cookie = this.#cookies.header(url);
    const request = step.writes && this.#requestId(where.scenario);
    const address = this.#address;
    const t = clock.now();
    const answer = await this.#send(step, url, cookie, request);
    const setCookie = answer.response?.headers['set-cookie'] ?? [];
    this.#cookies.keep(url, setCookie);
    if (step.writes === 'login' && answer.outcome === 'ok') this.#self = this.person.user;
    return {
      kind: 'op',
      t: round(t),
      ms: round(clock.now() - t),
      ...where,
      strategy: this.strategy.id,
      visitor: this.person.number,
      address,
      self: this.#self,
      method: step.method,
      path: step.path,
      ...(step.writes && { writes: step.writes }),
      ...(request && { request }),
      outcome: answer.outcome,
      ...(answer.error !== undefined && { error: answer.error }),
      ...(answer.response && seenIn(answer.response)),
      ...(cookie && { sent: hashedCookies(cookie.split('; ')) }),
      ...(setCookie.length > 0 && { set: hashedCookies(setCookie) }),
      ...(answer.resent && { resent: true }),
    };
  }

  leave(): void {
    this.#agent.destroy();
  }

  /** Like a browser in another network: his old connections are gone. */
  #goTo(address: string): void {
    if (address === this.#address) return;
    this.#agent.destroy();
    this.#agent = new ProxyProtocolAgent(this.surroundings.entrance, address);
    this.#address = address;
  }

  /** Tells a write of one scenario that comes late from those of the next. */
  #requestId(scenario: string): string {
    this.#writes += 1;
    const { run } = this.surroundings;
    return `${run}.${this.strategy.id}.${scenario}.${this.person.number}.${this.#writes}`;
  }

  async #send(
    step: Step,
    url: string,
    cookie: string,
    request: string | undefined,
    resent = false,
  ): Promise<Answer> {
    try {
      const response = await axios.request<string>({
        method: step.method,
        url,
        headers: {
          accept: 'application/json',
          ...(cookie && { cookie }),
          ...(request && { 'x-request-id': request }),
          ...(step.form && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(step.form && { data: new URLSearchParams(step.form).toString() }),
        httpAgent: this.#agent,
        signal: AbortSignal.timeout(DEADLINE_MS),
        maxRedirects: 0,
        proxy: false,
        decompress: false,
        responseType: 'text',
        transformResponse: (body: string) => body,
        validateStatus: () => true,
      });
      return { response, resent, outcome: response.status < 400 ? 'ok' : 'fail' };
    } catch (error) {
      if (!resent && wasClosedWhileIdle(error)) return this.#send(step, url, cookie, request, true);
      // The first attempt may have been executed.
      return { resent, ...failure(error), ...(resent && { outcome: 'unknown' as const }) };
    }
  }
}

/** The route cookie of nginx-conf/route-cookie.conf. */
const looksAtRoute = ({ balancer }: Strategy): boolean => /\$route\b/.test(balancer.directive);

interface Answer {
  readonly outcome: Outcome;
  readonly resent: boolean;
  readonly response?: AxiosResponse<string>;
  readonly error?: string;
}

/** Like a browser: a connection that was kept alive may be closed at any time, and then the request is sent again. */
function wasClosedWhileIdle(error: unknown): boolean {
  if (!isAxiosError(error)) return false;
  const reused = (error.request as { reusedSocket?: boolean } | undefined)?.reusedSocket === true;
  return reused && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
}

/** A refused connection did nothing; of any other one without an answer nobody knows. */
function failure(error: unknown): Pick<Answer, 'outcome' | 'error'> {
  const code = isAxiosError(error) ? error.code : undefined;
  if (code === 'ERR_CANCELED') return { outcome: 'unknown', error: TIMED_OUT };
  if (code === 'ECONNREFUSED') return { outcome: 'fail', error: REFUSED };
  return { outcome: 'unknown', error: code ?? messageOf(error) };
}

type Seen = Pick<Operation, 'status' | 'backend' | 'module' | 'session' | 'user' | 'cart' | 'counter'>;

function seenIn({ status, headers, data }: AxiosResponse<string>): Seen {
  const header = (name: string): string | undefined => headers[name] as string | undefined;
  const backend = header('x-backend');
  const module = header('x-session-module');
  const session = header('x-session');
  return {
    status,
    ...(backend && { backend }),
    ...(module && { module }),
    ...(session && { session }),
    ...stateIn(data),
  };
}

/** The session as the answer shows it: `{"user": "anna"|null, "cart": ["tea"], "counter": 3}`. */
function stateIn(body: string): Pick<Operation, 'user' | 'cart' | 'counter'> {
  if (!body.startsWith('{')) return {};
  try {
    const { user, cart, counter } = JSON.parse(body) as { user?: unknown; cart?: unknown; counter?: unknown };
    return {
      ...((user === null || typeof user === 'string') && { user }),
      ...(Array.isArray(cart) && { cart: cart.length }),
      ...(typeof counter === 'number' && { counter }),
    };
  } catch {
    return {};
  }
}

const round = (ms: number): number => Math.round(ms * 10) / 10;
