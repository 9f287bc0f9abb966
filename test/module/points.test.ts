import { expect } from 'chai';
import type { RingServer } from '../../cli/rings/index.js';
import { ask } from './ask.js';
import { backends, COMPATIBLE, EVEN, type RingBalancer, serverLines, upstream } from './balancers.js';
import { Box } from './box.js';
import { BUILDS } from './settings.js';

const servers = (...addresses: string[]): RingServer[] => addresses.map((address) => ({ address }));

/** Two addresses of which points are equal, found by trying many. */
const EQUAL: readonly (readonly [RingBalancer, readonly [string, string]])[] = [
  [COMPATIBLE, ['127.0.6.177:8000', '127.0.28.69:8000']],
  [EVEN, ['127.0.3.117:8000', '127.0.3.122:8000']],
];

/** Servers of which the first has a point whose value is exactly the key's; it begins a stretch of the ring's index too. */
const EXACT: readonly (readonly [RingBalancer, RingServer[], string])[] = [
  // Point 25 of the first is bucket 388's value, 388 × 4,194,303.
  [COMPATIBLE, servers('127.132.0.61:8000', '127.0.0.12:8000'), '/page/777'],
  // Point 22 of the first and the key are both 0x69000000 by MurmurHash2.
  [EVEN, servers('127.0.48.178:8000', '127.0.0.11:8000'), '/1/page/0023wPeu'],
];

for (const build of BUILDS)
  describe(`points, ${build}`, () => {
    const owners = (balancer: RingBalancer, conf: readonly RingServer[], paths: readonly string[]) =>
      Box.with(build, async (box) => {
        await box.start('backends', backends(conf));
        await box.start(
          'tested',
          `${upstream('u', balancer, serverLines(conf))} server { listen 8080; location / { proxy_pass http://u; } }`,
        );
        return (await ask(box.port, paths)).map(({ body }) => body);
      });

    for (const [balancer, addresses] of EQUAL)
      it(`that are equal belong to the first in the configuration: ${balancer.directive}`, async () => {
        const orders = [servers(...addresses), servers(...[...addresses].reverse())];
        const paths = Array.from({ length: 3000 }, (_, n) => `/page/${n}`);
        const computed = orders.map((order) => {
          const route = balancer.route(order);
          return paths.map((path) => order[route(path)!]!.address);
        });
        expect(computed[0]).to.not.deep.equal(computed[1]);
        for (const [n, order] of orders.entries())
          expect(await owners(balancer, order, paths)).to.deep.equal(computed[n]);
      });

    for (const [balancer, conf, path] of EXACT)
      it(`own the value that they are: ${balancer.directive}`, async () => {
        expect(await owners(balancer, conf, [path])).to.deep.equal([conf[0]!.address]);
      });
  });
