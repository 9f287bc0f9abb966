/** Has so many places; who finds too few of them free waits, in the order in which they came. */
export class Gate {
  readonly #waiting: { readonly places: number; readonly enter: () => void }[] = [];
  #free: number;

  constructor(private readonly size: number) {
    this.#free = size;
  }

  /** Acts as soon as there are so many places; what needs more than all of them has the gate to itself. */
  async pass<T>(act: () => Promise<T>, wanted = 1): Promise<T> {
    const places = Math.min(wanted, this.size);
    if (this.#waiting.length === 0 && places <= this.#free) this.#free -= places;
    else await new Promise<void>((enter) => this.#waiting.push({ places, enter }));
    try {
      return await act();
    } finally {
      this.#free += places;
      this.#admit();
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next && next.places <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.places;
      next.enter();
    }
  }
}
