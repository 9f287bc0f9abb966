import { expect } from 'chai';
import { Gate } from '../../../cli/engine/gate.js';

/** Acts that end when they are told to. */
class Acts {
  readonly begun: number[] = [];
  readonly #ends = new Map<number, () => void>();

  start(n: number): Promise<number> {
    this.begun.push(n);
    return new Promise((resolve) => this.#ends.set(n, () => resolve(n)));
  }

  async end(n: number): Promise<void> {
    this.#ends.get(n)!();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('Gate', () => {
  it('lets so many in at once, and the others in the order in which they came', async () => {
    const gate = new Gate(2);
    const acts = new Acts();
    const results = Promise.all([1, 2, 3, 4, 5].map((n) => gate.pass(() => acts.start(n))));
    expect(acts.begun).to.deep.equal([1, 2]);
    await acts.end(2);
    expect(acts.begun).to.deep.equal([1, 2, 3]);
    await acts.end(1);
    await acts.end(3);
    expect(acts.begun).to.deep.equal([1, 2, 3, 4, 5]);
    await acts.end(5);
    await acts.end(4);
    expect(await results).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('never lets more in than that, however they come and go', async () => {
    const gate = new Gate(3);
    let inside = 0;
    let most = 0;
    const one = async (n: number) => {
      for (let wait = 0; wait < n % 4; wait++) await null;
      await gate.pass(async () => {
        inside += 1;
        most = Math.max(most, inside);
        for (let wait = 0; wait < n % 7; wait++) await null;
        inside -= 1;
      });
    };
    await Promise.all(Array.from({ length: 200 }, (_, n) => one(n)));
    expect([inside, most]).to.deep.equal([0, 3]);
  });

  it('gives the place of an act that throws to the next one', async () => {
    const gate = new Gate(1);
    const failing = gate.pass(() => Promise.reject(new Error('no')));
    const next = gate.pass(async () => 'in');
    const failure = await failing.catch((error: Error) => error.message);
    expect([failure, await next]).to.deep.equal(['no', 'in']);
  });

  it('lets in at once what needs several places, when there are so many', async () => {
    const gate = new Gate(4);
    const acts = new Acts();
    const all = [
      gate.pass(() => acts.start(1), 2),
      gate.pass(() => acts.start(2), 3),
      gate.pass(() => acts.start(3)),
    ];
    // The third one would fit, but would keep the second one waiting.
    expect(acts.begun).to.deep.equal([1]);
    await acts.end(1);
    expect(acts.begun).to.deep.equal([1, 2, 3]);
    await Promise.all([acts.end(2), acts.end(3), ...all]);
  });

  it('is given alone to what needs more places than there are', async () => {
    const gate = new Gate(2);
    const acts = new Acts();
    const all = [
      gate.pass(() => acts.start(1)),
      gate.pass(() => acts.start(2), 16),
      gate.pass(() => acts.start(3)),
    ];
    expect(acts.begun).to.deep.equal([1]);
    await acts.end(1);
    expect(acts.begun).to.deep.equal([1, 2]);
    await acts.end(2);
    expect(acts.begun).to.deep.equal([1, 2, 3]);
    await Promise.all([acts.end(3), ...all]);
  });

  it('is as wide as before when all have left', async () => {
    const gate = new Gate(2);
    for (let round = 0; round < 3; round++)
      await Promise.all([1, 2, 3].map((places) => gate.pass(async () => {}, places)));
    const acts = new Acts();
    const late = [1, 2, 3].map((n) => gate.pass(() => acts.start(n)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(acts.begun).to.deep.equal([1, 2]);
    for (const n of [1, 2, 3]) await acts.end(n);
    await Promise.all(late);
  });
});
