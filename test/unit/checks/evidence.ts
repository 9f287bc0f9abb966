import { strategies } from '../../../cli/catalog/index.js';
import { type Operation, type Person, people, type StrategyEvidence } from '../../../cli/core/index.js';

/** Requests of one visitor, one after the other or at given times; nothing goes wrong unless a test says so. */
export class Visit {
  readonly operations: Operation[] = [];
  #t = 0;

  constructor(readonly person: Person) {
    this.#add({ phase: 'arrange', method: 'POST', path: '/login', writes: 'login', counter: 0 });
  }

  /** Counts up, and is told that number. */
  write(counter: number, different: Partial<Operation> = {}): this {
    return this.#add({ method: 'POST', path: '/counter?ms=0', writes: 'counter', counter, ...different });
  }

  /** Looks, and is told that number. */
  read(counter: number, different: Partial<Operation> = {}): this {
    return this.#add({ counter, ...different });
  }

  #add(different: Partial<Operation>): this {
    this.#t += 100;
    const answered = different.outcome === undefined || different.outcome === 'ok';
    const { counter, ...rest } = different;
    this.operations.push({
      kind: 'op',
      t: this.#t,
      ms: 10,
      scenario: 'a-scenario',
      phase: 'calm',
      strategy: 'redis',
      visitor: this.person.number,
      address: this.person.address,
      self: this.person.user,
      method: 'GET',
      path: '/me',
      outcome: 'ok',
      ...(answered && {
        status: 200,
        backend: 'backend-1',
        user: this.person.user,
        cart: 0,
        counter: counter ?? 0,
      }),
      ...rest,
    });
    return this;
  }
}

export const GUEST = { user: null, counter: 0 } as const;
export const REFUSED_TO_GUEST = { ...GUEST, outcome: 'fail', status: 401 } as const;
export const FAILED = { outcome: 'fail', status: 500 } as const;
export const HUNG = { outcome: 'unknown', error: 'no answer in time' } as const;

/** The evidence of some visitors, each of whom does that. */
export function evidenceOf(
  count: number,
  go: (visit: Visit, n: number) => void,
  different: Partial<StrategyEvidence> = {},
): StrategyEvidence {
  const cast = different.people ?? people(count, 1);
  const visits = cast.map((person) => new Visit(person));
  for (const [n, visit] of visits.entries()) go(visit, n);
  return {
    strategy: strategies[0]!,
    people: cast,
    operations: visits.flatMap(({ operations }) => operations).sort((a, b) => a.t - b.t),
    storeConcerned: false,
    numbers: {},
    ledgers: [],
    ...different,
  };
}
