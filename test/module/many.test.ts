import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import { murmurHash2 } from '../../cli/rings/murmur-hash2.js';
import { ask } from './ask.js';
import { COMPATIBLE, EVEN, SAY_TRIED, serverLines, upstream } from './balancers.js';
import { Box } from './box.js';
import { BUILDS } from './settings.js';

/** Each with the place on its ring of a key, up to a factor. */
const BALANCERS = [
  { ...COMPATIBLE, placeOf: (key: string) => crc32(key) % 1024 },
  { ...EVEN, placeOf: (key: string) => murmurHash2(Buffer.from(key)) },
];
/** More than the bits of two words, and nobody listens on them. */
const NOBODY = Array.from({ length: 150 }, (_, n) => ({ address: `127.1.0.${n + 1}:8000` }));
const TRIES = 20;

for (const build of BUILDS)
  for (const zone of [false, true])
    describe(`150 dead servers, ${build}, ${zone ? 'a zone' : 'no zone'}`, () => {
      it('20 are tried along the ring, the others by round robin, and none twice; then nobody is', () =>
        Box.with(build, async (box) => {
          const lines = `${zone ? 'zone tested-NAME 512k;' : ''} ${serverLines(NOBODY, 'max_fails=1 fail_timeout=1h')}`;
          await box.start(
            'tested',
            `${BALANCERS.map((balancer, b) => upstream(`u${b}`, balancer, lines.replace('NAME', `${b}`))).join('')}
            server {
              listen 8080;
              ${SAY_TRIED}
              ${BALANCERS.map((_, b) => `location /${b}/ { proxy_pass http://u${b}; }`).join('\n')}
            }`,
          );
          for (const [b, balancer] of BALANCERS.entries()) {
            // The key that is nearest to the last point, so that the walk comes past it.
            const paths = Array.from({ length: 10_000 }, (_, n) => `/${b}/${n}`);
            const path = paths.reduce((one, two) =>
              balancer.placeOf(two) > balancer.placeOf(one) ? two : one,
            );
            const route = balancer.route(NOBODY);
            const passed: number[] = [];
            while (passed.length < TRIES) passed.push(route(path, (server) => !passed.includes(server))!);
            const left = [...NOBODY.keys()].filter((server) => !passed.includes(server));
            // Round robin begins at the first server of the configuration.
            const expected = [...passed, ...left].map((server) => NOBODY[server]!.address);
            const [answer, after] = await ask(box.port, [path, path], 1);
            expect(answer, balancer.directive).to.deep.include({ status: 502, tried: expected });
            expect(after, balancer.directive).to.deep.include({ status: 502, tried: [`u${b}`] });
          }
        }));
    });
