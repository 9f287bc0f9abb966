import { expect } from 'chai';
import { leftInWords, TimeLeft, usualSeconds } from '../../../cli/commands/time-left.js';
import { aScenario } from '../engine/fakes.js';

/** A clock that a test moves on, in seconds. */
function aClock() {
  let seconds = 0;
  return {
    now: () => seconds * 1000,
    pass: (more: number) => {
      seconds += more;
    },
  };
}

describe('the time that a run still takes', () => {
  it('is at first what its scenarios usually take', () => {
    const usual = usualSeconds([aScenario({ seconds: 45 }), aScenario({ id: 'another' })]);
    expect(usual).to.deep.equal({ 'a-scenario': 45, another: 20 });
    expect(new TimeLeft(usual).seconds()).to.equal(65);
  });

  it('becomes less while one is played, and never less than that of the others', () => {
    const clock = aClock();
    const left = new TimeLeft({ a: 30, b: 20 }, clock.now);
    left.begin('a');
    clock.pass(10);
    left.begin('a');
    expect(left.seconds()).to.equal(40);
    clock.pass(100);
    expect(left.seconds()).to.equal(20);
  });

  it('is scaled by how long those took that are over', () => {
    const clock = aClock();
    const left = new TimeLeft({ a: 30, b: 20, c: 40 }, clock.now);
    left.begin('a');
    clock.pass(15);
    left.end('a');
    expect(left.seconds()).to.equal(30);
    left.begin('b');
    clock.pass(35);
    left.end('b');
    expect(left.seconds()).to.equal(40);
  });

  it('leaves out what was skipped, and learns nothing from it', () => {
    const left = new TimeLeft({ a: 30, b: 20 }, () => 0);
    left.end('a');
    expect(left.seconds()).to.equal(20);
  });

  for (const [seconds, words] of [
    [0, 'about 10 s left'],
    [31, 'about 40 s left'],
    [55, 'about 1 min left'],
    [61, 'about 1 min left'],
    [170, 'about 3 min left'],
    [4_790, 'about 1 h 20 min left'],
  ] as const)
    it(`is said as “${words}” where it is ${seconds} s`, () => {
      expect(leftInWords(seconds)).to.equal(words);
    });
});
