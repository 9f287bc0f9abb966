import { expect } from 'chai';
import type { RingServer } from '../../cli/rings/index.js';
import { ask } from './ask.js';
import { backends, COMPATIBLE, EVEN, NGINX_CONSISTENT, serverLines, upstream } from './balancers.js';
import { Box } from './box.js';
import { BUILDS } from './settings.js';

const SERVERS: readonly RingServer[] = Array.from({ length: 10 }, (_, n) => ({
  address: `127.0.0.${11 + n}:8000`,
}));
const PATHS = Array.from({ length: 5000 }, (_, n) => `/item/${n}`);
const GONE = 3;

for (const build of BUILDS)
  for (const balancer of [COMPATIBLE, EVEN])
    describe(`${balancer.directive}, ${build}`, () => {
      const confOf = (servers: readonly RingServer[]) =>
        `${upstream('tested', balancer, serverLines(servers))} server { listen 8080; location / { proxy_pass http://tested; } }`;

      it('moves exactly the keys of a server that is removed, and back when it is added', () =>
        Box.with(build, async (box) => {
          await box.start('backends', backends(SERVERS));
          const tested = await box.start('tested', confOf(SERVERS));
          const owners = async () => (await ask(box.port, PATHS)).map(({ body }) => body);
          const before = await owners();
          const gone = SERVERS[GONE]!.address;

          await tested.reload(confOf(SERVERS.filter((_, n) => n !== GONE)));
          const without = await owners();
          for (const [n, owner] of before.entries())
            if (owner === gone) expect(without[n]).to.not.equal(gone);
            else expect(without[n], PATHS[n]).to.equal(owner);
          const moved = before.filter((owner, n) => owner !== without[n]).length;
          expect(moved).to.equal(before.filter((owner) => owner === gone).length);

          // What an added server takes is its own share of the ring, and within five standard errors of sampling.
          await tested.reload(confOf(SERVERS));
          const after = await owners();
          expect(after).to.deep.equal(before);
          const share = balancer.shares(SERVERS)[GONE]!;
          expect(moved / PATHS.length).to.be.closeTo(
            share,
            5 * Math.sqrt((share * (1 - share)) / PATHS.length),
          );
        }));
    });

for (const build of BUILDS)
  describe(`a server with most of the weight, ${build}`, () => {
    const HEAVY: readonly RingServer[] = [{ ...SERVERS[0]!, weight: 50 }, ...SERVERS.slice(1, 3)];

    it('leaves its keys on the ring when it is away; nginx’s own leaves many to round robin', () =>
      Box.with(build, async (box) => {
        const rings = [COMPATIBLE, EVEN, NGINX_CONSISTENT];
        await box.start('backends', backends(HEAVY));
        await box.start(
          'tested',
          `${rings.map((ring, r) => upstream(`u${r}`, ring, serverLines(HEAVY).replace(';', ' down;'))).join('')}
          server { listen 8080; ${rings.map((_, r) => `location /${r}/ { proxy_pass http://u${r}; }`).join('')} }`,
        );
        for (const [r, ring] of rings.entries()) {
          const paths = PATHS.map((path) => `/${r}${path}`);
          const route = ring.route(HEAVY);
          const owners = paths.map((path) => route(path, (server) => server !== 0));
          const answers = await ask(box.port, paths);
          for (const [n, owner] of owners.entries())
            if (owner !== undefined)
              expect(answers[n]!.body, `${ring.directive} ${paths[n]}`).to.equal(HEAVY[owner]!.address);
          const left = owners.filter((owner) => owner === undefined).length / paths.length;
          if (ring === NGINX_CONSISTENT) expect(left).to.be.above(0.3);
          else expect(left).to.equal(0);
        }
      }));
  });
