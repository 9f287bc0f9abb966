import { expect } from 'chai';
import { Box } from './box.js';
import { BUILDS } from './settings.js';

const SERVER = 'server 127.0.0.1:8000;';
const METHOD = 'consistent_hash $request_uri;';

/** What is wrong, the lines of the upstream, and nginx's message with the number of the line that it blames. */
const REFUSED: readonly (readonly [string, readonly string[], RegExp])[] = [
  [
    'no key',
    ['consistent_hash;', SERVER],
    /invalid number of arguments in "consistent_hash" directive in \S+:1$/,
  ],
  [
    'three arguments',
    ['consistent_hash $uri even even;', SERVER],
    /invalid number of arguments in "consistent_hash" directive in \S+:1$/,
  ],
  ['an unknown parameter', ['consistent_hash $uri odd;', SERVER], /invalid parameter "odd" in \S+:1$/],
  [
    'a parameter that only begins as one',
    ['consistent_hash $uri evenly;', SERVER],
    /invalid parameter "evenly" in \S+:1$/,
  ],
  ['an unknown variable', ['consistent_hash $nothing;', SERVER], /unknown "nothing" variable$/],
  ['no server', [METHOD], /no servers are inside upstream in \S+:2$/],
  [
    'the directive twice',
    [METHOD, 'consistent_hash $uri even;', SERVER],
    /"consistent_hash" directive is duplicate in \S+:2$/,
  ],
  ['a weight of 0', [METHOD, 'server 127.0.0.1:8000 weight=0;'], /invalid parameter "weight=0" in \S+:2$/],
  [
    'backup below it',
    [METHOD, SERVER, 'server 127.0.0.2:8000 backup;'],
    /balancing method does not support parameter "backup" in \S+:3$/,
  ],
  [
    'backup above it',
    [SERVER, 'server 127.0.0.2:8000 backup;', METHOD],
    /balancing method does not support parameter "backup" in upstream "tested" in \S+:0$/,
  ],
  [
    'another parameter',
    [METHOD, 'server 127.0.0.1:8000 slow_start=30s;'],
    /invalid parameter "slow_start=30s" in \S+:2$/,
  ],
  [
    'weights beyond a million',
    [METHOD, 'server 127.0.0.1:8000 weight=1000000;', SERVER],
    /total weight of servers exceeds 1000000 in upstream "tested" in \S+:0$/,
  ],
];

const TAKEN: Readonly<Record<string, readonly string[]>> = {
  'every parameter that it honours': [
    METHOD,
    'server 127.0.0.1:8000 weight=3 max_conns=5 max_fails=2 fail_timeout=30s;',
    'server [::1]:8000 down;',
    'server unix:/run/app.sock;',
  ],
  'a zone and kept connections': [METHOD, 'zone tested 64k;', SERVER, 'keepalive 8;'],
  'text with variables': ['consistent_hash "$host $request_uri" even;', SERVER],
  'the directive below the servers': [SERVER, METHOD],
};

for (const build of BUILDS)
  describe(`configurations, ${build}`, () => {
    let box: Box;
    let checked = 0;
    before(async () => {
      box = await Box.open(build);
    });
    after(async () => {
      try {
        await box.mustBeClean();
      } finally {
        await box.remove();
      }
    });

    /** `nginx -t`, with the line of the upstream's block as line 0. */
    const check = async (lines: readonly string[]) => {
      const block = 'upstream tested {';
      const nginx = await box.nginx(
        `tested-${checked++}`,
        `${block}\n${lines.join('\n')}\n}\nserver { location / { proxy_pass http://tested; } }`,
      );
      const offset = (await nginx.text()).split('\n').indexOf(block) + 1;
      const { exitCode, output } = await nginx.check();
      const said = output.replace(/(nginx\.conf):(\d+)/g, (_, file, n) => `${file}:${Number(n) - offset}`);
      return { exitCode, said: said.split('\n') };
    };

    for (const [what, lines, message] of REFUSED)
      it(`refuse ${what}, with nginx’s words, exit 1`, async () => {
        const { exitCode, said } = await check(lines);
        expect(exitCode).to.equal(1);
        expect(said[0])
          .to.match(/^nginx: \[emerg\] /)
          .and.to.match(message);
      });

    for (const [what, lines] of Object.entries(TAKEN))
      it(`take ${what}, without a word`, async () => {
        const { exitCode, said } = await check(lines);
        expect(said).to.have.length(2);
        expect(said[1]).to.match(/test is successful$/);
        expect(exitCode).to.equal(0);
      });

    // Sanitizers and valgrind cannot do with so little memory.
    if (build === 'static' || build === 'dynamic')
      it('of weights that add up to a million want 1.28 GB, and end where there are none', async () => {
        await box.nginx(
          'million',
          `upstream tested { ${METHOD} server 127.0.0.1:8000 weight=999999; server 127.0.0.2:8000; }`,
        );
        const { exitCode, output } = await box.run(
          ...['sh', '-c', 'ulimit -v 500000; nginx -t -e /dev/null -c /box/million/nginx.conf'],
        );
        expect(output).to.match(/\[emerg\] malloc\(1280000000\) failed \(12: Cannot allocate memory\)/);
        expect(exitCode).to.equal(1);
      });

    it('warn of another method above', async () => {
      const { exitCode, said } = await check(['ip_hash;', METHOD, SERVER]);
      expect(exitCode).to.equal(0);
      expect(said[0]).to.match(/\[warn\] load balancing method redefined in \S+:2$/);
    });
  });
