import { expect } from 'chai';
import { ownSource, parseDeb822, parseList, summarize } from '../../../cli/lab/setup/apt-sources.js';
import { trixieSource } from '../../../cli/lab/setup/trixie.js';

const DEB822 = `# The machine's own
Types: deb deb-src
# a snapshot would be here
URIs: http://one.test/debian https://two.test/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://one.test/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://disabled.test/debian
Suites: trixie
Components: main
`;

const LIST = `# deb http://commented.test/debian bookworm main
deb cdrom:[Debian GNU/Linux 12 _Bookworm_]/ bookworm main
deb [arch=amd64 signed-by=/etc/keys/a.gpg,/etc/keys/b.gpg] http://own.test/debian/ bookworm main contrib # here
deb-src http://own.test/debian/ bookworm main
deb http://own.test/debian/ bookworm-updates main
deb http://security.test/debian-security bookworm-security main
`;

describe('apt sources', () => {
  it('reads a .sources file: several addresses, comments inside a stanza, no disabled entry', () => {
    const sources = parseDeb822(DEB822);
    expect(sources).to.have.length(2);
    expect(sources[0]).to.eql({
      types: ['deb', 'deb-src'],
      uris: ['http://one.test/debian', 'https://two.test/debian'],
      suites: ['bookworm', 'bookworm-updates'],
      components: ['main', 'contrib'],
      options: { 'signed-by': '/usr/share/keyrings/debian-archive-keyring.gpg' },
    });
  });

  it('reads a .list file: options, comments, no CD', () => {
    const sources = parseList(LIST);
    expect(sources.map((source) => source.types[0])).to.eql(['deb', 'deb-src', 'deb', 'deb']);
    expect(sources[0]).to.deep.include({
      uris: ['http://own.test/debian/'],
      components: ['main', 'contrib'],
      options: { arch: 'amd64', 'signed-by': '/etc/keys/a.gpg /etc/keys/b.gpg' },
    });
  });

  it('reads fields written over several lines, and files with no newline at their end', () => {
    const [source] = parseDeb822(
      'types: deb\nURIs:\n http://a.test/debian\n\thttp://b.test/debian\nsuites: x/',
    );
    expect(source).to.deep.include({
      uris: ['http://a.test/debian', 'http://b.test/debian'],
      suites: ['x/'],
    });
  });

  it("takes the suite's own entry and not that of security", () => {
    const securityFirst = [...parseDeb822(DEB822)].reverse();
    expect(ownSource(securityFirst, 'bookworm')?.uris).to.eql([
      'http://one.test/debian',
      'https://two.test/debian',
    ]);
    expect(ownSource(parseList(LIST), 'bookworm')?.uris).to.eql(['http://own.test/debian/']);
  });

  it("does not take other people's archive that carries the suite's name", () => {
    const others = parseList(
      'deb [signed-by=/k/tools.gpg] https://apt.tools.test bookworm main\n' +
        'deb https://php.test/php bookworm main\n',
    );
    expect(ownSource([...others, ...parseList(LIST)], 'bookworm')?.uris).to.eql(['http://own.test/debian/']);
    expect(ownSource([...others, ...parseDeb822(DEB822)], 'bookworm')?.uris[0]).to.equal(
      'http://one.test/debian',
    );
  });

  it('takes no source for source code, nor of another suite or component', () => {
    const none = parseList(
      'deb-src http://a.test/debian bookworm main\ndeb http://a.test/debian bullseye main\n' +
        'deb http://a.test/debian bookworm contrib\n',
    );
    expect(ownSource(none, 'bookworm')).to.equal(null);
  });

  it('knows trixie only from an enabled entry', () => {
    expect(summarize(parseDeb822(DEB822), 'bookworm').trixie).to.equal(false);
    expect(summarize(parseDeb822(DEB822.replace('Enabled: no\n', '')), 'bookworm').trixie).to.equal(true);
  });
});

describe('the source of trixie', () => {
  it('comes from every address of the machine, trusted by the same key', () => {
    const text = trixieSource(ownSource(parseDeb822(DEB822), 'bookworm')!);
    expect(parseDeb822(text)).to.eql([
      {
        types: ['deb'],
        uris: ['http://one.test/debian', 'https://two.test/debian'],
        suites: ['trixie'],
        components: ['main'],
        options: { 'signed-by': '/usr/share/keyrings/debian-archive-keyring.gpg' },
      },
    ]);
  });

  it('takes over keys, but not the architecture, of a one-line entry', () => {
    const text = trixieSource(ownSource(parseList(LIST), 'bookworm')!);
    expect(text).to.match(/^Signed-By: \/etc\/keys\/a\.gpg \/etc\/keys\/b\.gpg$/m);
    expect(text).not.to.match(/amd64/);
  });

  it('names no key where the machine names none', () => {
    const [source] = parseList('deb [trusted=yes check-valid-until=no] http://a.test/debian bookworm main');
    const text = trixieSource(source!);
    expect(text).not.to.contain('Signed-By');
    expect(text).to.match(/^Trusted: yes$/m);
    expect(text).to.match(/^Check-Valid-Until: no$/m);
  });

  it('takes over a key that is written into the entry', () => {
    const key = ' -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----';
    const inline = `Types: deb\nURIs: http://a.test/debian\nSuites: bookworm\nComponents: main\nSigned-By:\n${key}\n`;
    expect(trixieSource(parseDeb822(inline)[0]!)).to.contain(`\nSigned-By:\n${key}\n`);
  });
});
