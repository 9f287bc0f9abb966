import { expect } from 'chai';
import { hash } from '../../../cli/rings/index.js';
import { backends, digits, KEYS, WEIGHTED, without } from './pages.js';

// All owners below were computed by another program, in another language, from the documented arithmetic: bits 16 to 30 of
// the CRC-32 of the key, of the try's number and the key from the second try on, summed up, modulo the sum of the weights.

describe('hash', () => {
  const three = hash(backends(3));

  it('sends a key to its server', () => {
    expect(digits(KEYS.map((key) => three(key)))).to.equal(
      '2102021011222022012101012020000002122102210001102212101020021200',
    );
    expect(digits(KEYS.map((key) => hash(backends(10))(key)))).to.equal(
      '7616760129749034478167021416778144369698109109436389287858961451',
    );
  });

  it('goes by the weights', () => {
    expect(digits(KEYS.map((key) => hash(WEIGHTED)(key)))).to.equal(
      '2122222102222121022122022121220121222221222201212122022121202212',
    );
  });

  it('hashes on where the server is dead', () => {
    expect(digits(KEYS.map((key) => three(key, without(0))))).to.equal(
      '2122221111222122112111112221121212122112212211112212111221221221',
    );
    expect(digits(KEYS.map((key) => three(key, without(0, 1))))).to.equal(
      '2222222222222222222222222222222222222222222222222222222222222222',
    );
  });

  it('leaves an empty key, and one whose servers are all dead, to round robin', () => {
    expect(three('')).to.equal(undefined);
    expect(three('/me', without(0, 1, 2))).to.equal(undefined);
  });
});
