import { expect } from 'chai';
import { ipHash } from '../../../cli/rings/index.js';
import { backends, digits, WEIGHTED, without } from './pages.js';

// All owners below were computed by another program, in another language, written from nginx's arithmetic: starting with
// 89, hash = (hash × 113 + octet) mod 6271 over three octets, then modulo the sum of the weights; once more for each try.
const ADDRESSES: readonly string[] = Array.from({ length: 64 }, (_, i) => {
  const network = (37 * i) % 512;
  return `198.${18 + (network >> 8)}.${network & 255}.7`;
});

describe('ip_hash', () => {
  const three = ipHash(backends(3));
  const weighted = ipHash(WEIGHTED);

  it('sends an address to its server', () => {
    expect(digits(ADDRESSES.map((address) => three(address)))).to.equal(
      '0120120201201201201202012012012012020120120120120201201201201202',
    );
  });

  it('goes by the weights', () => {
    expect(digits(ADDRESSES.map((address) => weighted(address)))).to.equal(
      '1221220220212202122122122021220212212212202122021021221212212202',
    );
  });

  it('reaches the ends of the address space', () => {
    const ends = ['127.0.0.1', '10.0.0.1', '255.255.255.255', '0.0.0.0', '192.168.1.7', '8.8.8.8'];
    expect(digits(ends.map((address) => three(address)))).to.equal('200112');
    expect(digits(ends.map((address) => weighted(address)))).to.equal('022212');
  });

  it('looks at the first three octets only', () => {
    for (const last of [0, 1, 128, 255]) expect(three(`198.18.5.${last}`)).to.equal(three('198.18.5.7'));
  });

  it('looks at all 16 octets of an IPv6 address', () => {
    const addresses = Array.from(
      { length: 64 },
      (_, i) => `2001:db8:${((37 * i) % 512).toString(16)}::${(i * i + 1).toString(16)}`,
    );
    expect(digits(addresses.map((address) => three(address)))).to.equal(
      '2121010122011000200221021010010211220122222222220122120102201210',
    );
    expect(digits(addresses.map((address) => three(address, without(0))))).to.equal(
      '2121211122111221211221121112212211221122222222221122121122211212',
    );
    expect(digits(addresses.map((address) => weighted(address)))).to.equal(
      '0202101122020202111222021112212222222220222102122202112222212211',
    );
  });

  it('reads an IPv6 address in each of its spellings', () => {
    const spellings = [
      ...[
        '::',
        '::1',
        '1::',
        'fe80::1:2',
        '2001:db8:1:2:3:4:5:6',
        '::ffff:198.18.5.7',
        '64:ff9b::192.0.2.33',
      ],
      ...['2001:db8:0:0:1::ffff', '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1:2:3:4:5:6:192.0.2.1'],
      'FFFF:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    ];
    expect(digits(spellings.map((address) => three(address)))).to.equal('122022120112');
    expect(digits(spellings.map((address) => weighted(address)))).to.equal('010221222222');
    expect(three('2001:0db8::0001')).to.equal(three('2001:db8::1'));
  });

  it('takes a client without an address, at a unix socket, for three zeros', () => {
    const ten = ipHash(backends(10));
    for (const text of ['unix:', '', '0.0.0.0']) expect(ten(text), text).to.equal(5);
    expect(ten('::')).to.equal(4);
  });

  it('hashes on where the server is dead', () => {
    expect(digits(ADDRESSES.map((address) => three(address, without(0))))).to.equal(
      '1122122211221221211222112212112212222122121121122221211211221212',
    );
    expect(digits(ADDRESSES.map((address) => three(address, without(1))))).to.equal(
      '0020220200200200202202022002022022020020220220020200202200200202',
    );
    expect(digits(ADDRESSES.map((address) => three(address, without(0, 1))))).to.equal('2'.repeat(64));
    expect(digits(ADDRESSES.map((address) => weighted(address, without(0))))).to.equal(
      '1221222222212222122122122221221212212212212122121221221212212212',
    );
    expect(digits(ADDRESSES.map((address) => weighted(address, without(1))))).to.equal(
      '0222220220222202222222222022220222222202202222020022222222222202',
    );
  });

  it('moves only the visitors of the dead server', () => {
    for (const address of ADDRESSES) {
      const home = three(address)!;
      for (const dead of [0, 1, 2]) {
        if (dead !== home) expect(three(address, without(dead)), address).to.equal(home);
      }
    }
  });

  it('gives up after 21 tries, as nginx does, and leaves the rest to round robin', () => {
    let tries = 0;
    const refuse = () => {
      tries += 1;
      return false;
    };
    expect(three('198.18.5.7', refuse)).to.equal(undefined);
    expect(tries).to.equal(21);
  });

  it('has one answer with one server', () => {
    const one = ipHash(backends(1));
    expect(one('198.18.5.7')).to.equal(0);
    expect(one('198.18.5.7', () => false)).to.equal(undefined);
  });
});
