import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { hashedCookies } from '../../../cli/visitors/cookies.js';

const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 12);

describe('hashedCookies', () => {
  it('has the name of each cookie and the beginning of the SHA-256 of its value', () => {
    expect(hashedCookies(['PHPSESSID=abc', 'route=b2'])).to.deep.equal({
      PHPSESSID: hashOf('abc'),
      route: hashOf('b2'),
    });
  });

  it('leaves out the attributes, so that the same cookie has the same hash set and sent', () => {
    expect(hashedCookies(['PHPSESSID=abc; Path=/; HttpOnly'])).to.deep.equal(
      hashedCookies(['PHPSESSID=abc']),
    );
  });

  it('takes a value with an equals sign in it for one value', () => {
    expect(hashedCookies(['a=b=c=='])).to.deep.equal({ a: hashOf('b=c==') });
  });

  it('leaves out what is no cookie', () => {
    expect(hashedCookies(['', 'nonsense', '; Path=/'])).to.deep.equal({});
  });
});
