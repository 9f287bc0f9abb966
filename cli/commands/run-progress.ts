import type { Cell } from '../core/index.js';
import { tally } from '../report/tally.js';
import type { Interruption } from './interruption.js';
import { doTasks, isLive, LeftOut, type Say } from './progress.js';
import { leftInWords } from './time-left.js';

const TICK_MS = 1_000;

/** What is shown of a run while it is played: a line for each of its items, rows of the matrix or columns, in the order in
 * which they are played; below the one that is on, what is going on; and what came out of those that are over. */
export class RunProgress {
  readonly #items: ReadonlyMap<string, Item>;

  constructor(
    /** Ids of scenarios where cells differ by strategy; the other way round. */
    ids: readonly string[],
    private readonly cells: { readonly by: 'strategy' | 'scenario'; readonly each: number },
    /** Seconds that all may still take. */
    private readonly left: () => number,
  ) {
    this.#items = new Map(
      ids.map((id, i) => [id, new Item(ids.length > 1 ? `${i + 1}/${ids.length} ${id}` : id)]),
    );
  }

  /** Shows it until every item has ended. */
  show(stop: Interruption): Promise<void> {
    const left = () => (stop.signal.aborted ? '' : `, ${leftInWords(this.left())}`);
    return doTasks(
      [...this.#items.values()].map((item) => ({
        title: item.title,
        run: (say, tell) => item.follow((doing) => say(`${doing}${left()}`), tell),
      })),
      { stop },
    );
  }

  doing(id: string, what: string): void {
    this.#items.get(id)!.doing(what);
  }

  add(id: string, cells: readonly Cell[]): void {
    const item = this.#items.get(id)!;
    item.cells.push(...cells);
    if (!this.isComplete(id)) item.tell(this.#result(item));
  }

  isComplete(id: string): boolean {
    return this.#items.get(id)!.cells.length === this.cells.each;
  }

  end(id: string): void {
    const item = this.#items.get(id)!;
    item.end(this.#result(item));
  }

  /** Nothing more will be played. */
  endAll(): void {
    for (const item of this.#items.values()) {
      if (item.cells.length > 0) item.end(this.#result(item));
      else item.end(new LeftOut(item.hasBegun ? 'not played to its end' : 'not played'));
    }
  }

  #result({ cells, title }: Item): string {
    const { by, each } = this.cells;
    const { counts, surprises } = tally(cells, by);
    const part = cells.length < each ? `${cells.length} of ${each}: ` : '';
    return [`${title}: ${part}${counts}`, ...surprises].join('\n  ');
  }
}

class Item {
  readonly cells: Cell[] = [];
  #say: Say = () => {};
  #tell: Say = () => {};
  #doing: string | undefined;
  readonly #end = withResolvers<string | LeftOut>();

  constructor(readonly title: string) {}

  doing(what: string): void {
    this.#doing = what;
    this.#say(what);
  }

  get hasBegun(): boolean {
    return this.#doing !== undefined;
  }

  tell(news: string): void {
    this.#tell(news);
  }

  /** Only the first end counts. */
  end(how: string | LeftOut): void {
    this.#end.resolve(how);
  }

  /** @returns how it ended. */
  async follow(say: Say, tell: Say): Promise<string | LeftOut> {
    this.#say = say;
    this.#tell = tell;
    const repeat = () => this.#doing !== undefined && say(this.#doing);
    repeat();
    const ticking = isLive() ? setInterval(repeat, TICK_MS) : undefined;
    try {
      return await this.#end.promise;
    } finally {
      clearInterval(ticking);
    }
  }
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
