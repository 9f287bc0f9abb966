import { strategies } from '../../../cli/catalog/index.js';
import {
  type Operation,
  people,
  type Step,
  type StrategyEvidence,
  TIMED_OUT,
  type VisitPhase,
} from '../../../cli/core/index.js';

const me: Step = { method: 'GET', path: '/me' };
const login: Step = { method: 'POST', path: '/login', writes: 'login' };
const buy: Step = { method: 'POST', path: '/cart/items', writes: 'cart' };
const count: Step = { method: 'POST', path: '/counter', writes: 'counter' };

/** What every visitor does: 2 articles in the cart and 4 counts, where there is a fault; 1 and 3 where there is none. */
const VISIT: Readonly<Record<VisitPhase, readonly Step[]>> = {
  arrange: [login, buy, count],
  calm: [me, count, me],
  fault: [me, buy, count, me],
  settle: [me],
  after: [me, count, me],
};

export interface Given {
  /** Default 2. */
  readonly people?: number;
  /** `elsewhere`: a fault that is not in the strategy's own store. Default: no fault. */
  readonly fault?: 'elsewhere' | 'own store';
  /** Every visitor has one backend of his own; else requests go round. */
  readonly homes?: true;
}

/** Which requests: of that visitor, in that phase, for that path; `nth` of these, from 0. */
export interface Where {
  readonly visitor?: number;
  readonly phase?: VisitPhase;
  readonly path?: string;
  readonly nth?: number;
}

/** How they differ from a request that goes well. `done`: whether a write was done all the same. */
export type Change = Partial<Operation> & { readonly done?: boolean };

export const GUEST: Change = { user: null, cart: 0, counter: 0, done: false };
export const REFUSED_TO_GUEST: Change = { ...GUEST, outcome: 'fail', status: 401 };
export const SOMEBODY_ELSE: Change = { user: 'mallory', cart: 0, counter: 0, done: false };
export const BAD_GATEWAY: Change = { outcome: 'fail', status: 502 };
export const REFUSED: Change = { outcome: 'fail', error: 'connection refused' };
export const HUNG: Change = { outcome: 'unknown', error: TIMED_OUT };
export const CUT_OFF: Change = { outcome: 'unknown', error: 'ECONNRESET' };
export const DONE: Change = { done: true };

/** Evidence in which nothing goes wrong; a test says what does. */
export const story = (given: Given = {}): Story => new Story(given);

export class Story {
  readonly #but: { where: Where; change: Change }[] = [];

  constructor(private readonly given: Given) {}

  /** These requests went otherwise; later words add to earlier ones. */
  but(where: Where, ...changes: readonly Change[]): this {
    this.#but.push(...changes.map((change) => ({ where, change })));
    return this;
  }

  get evidence(): StrategyEvidence {
    const { people: size = 2, fault } = this.given;
    const phases: readonly VisitPhase[] = fault
      ? ['arrange', 'calm', 'fault', 'settle', 'after']
      : ['arrange', 'calm', 'after'];
    const cast = people(size, 1);
    const shop = cast.map(() => ({ user: null as string | null, cart: 0, counter: 0 }));
    const operations: Operation[] = [];
    for (const phase of phases) {
      for (const [i, person] of cast.entries()) {
        const made = new Map<string, number>();
        for (const step of VISIT[phase]) {
          const nth = made.get(step.path) ?? 0;
          made.set(step.path, nth + 1);
          const change = this.#changeOf({ visitor: person.number, phase, path: step.path, nth });
          operations.push(this.#operation(operations.length, phase, step, person, shop[i]!, change));
        }
      }
    }
    const at = (phase: VisitPhase) => operations.find((op) => op.phase === phase)?.t ?? 0;
    return {
      strategy: strategies[0]!,
      people: cast,
      operations,
      ...(fault && { injectedAt: at('fault') - 5, healedAt: at('settle') - 5 }),
      storeConcerned: fault === 'own store',
      numbers: {},
      ledgers: [],
    };
  }

  #changeOf(here: Required<Where>): Change {
    const fits = ({ where }: { where: Where }) =>
      Object.entries(where).every(([key, value]) => here[key as keyof Where] === value);
    return Object.assign({}, ...this.#but.filter(fits).map(({ change }) => change));
  }

  #operation(
    n: number,
    phase: VisitPhase,
    step: Step,
    person: StrategyEvidence['people'][number],
    shop: { user: string | null; cart: number; counter: number },
    { done, ...change }: Change,
  ): Operation {
    const outcome = change.outcome ?? 'ok';
    if (done ?? outcome === 'ok') {
      if (step.writes === 'login') shop.user = person.user;
      if (step.writes === 'cart') shop.cart += 1;
      if (step.writes === 'counter') shop.counter += 1;
    }
    const backend = `backend-${1 + ((this.given.homes ? person.number : n) % 3)}`;
    return {
      kind: 'op',
      t: 100 * n,
      ms: 10,
      scenario: 'a-story',
      phase,
      strategy: 'none',
      visitor: person.number,
      address: person.address,
      self: shop.user,
      method: step.method,
      path: step.path,
      ...(step.writes && { writes: step.writes }),
      outcome,
      ...(outcome === 'ok' && { status: 200, backend, ...shop }),
      ...(change.status === 401 && { backend }),
      ...change,
    };
  }
}
