import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Arena, BALANCERS, computed, pathsOf, pathTo, SERVERS } from './arena.js';
import { ask } from './ask.js';
import { KEEPALIVE, NGINX_CONSISTENT, SAY_TRIED, serverLines, upstream } from './balancers.js';
import { Box } from './box.js';
import { every } from './nginx.js';
import { BUILDS } from './settings.js';

const DEAD = 1;
const address = SERVERS[DEAD]!.address;

for (const build of BUILDS)
  for (const zone of [false, true])
    describe(`counted failures, ${build}, ${zone ? 'a zone' : 'no zone'}`, () => {
      /** Which of so many requests, one after the other, asked the dead server. */
      const asked = async (arena: Arena, path: string, count: number) =>
        (
          await arena.ask(
            Array.from({ length: count }, () => path),
            1,
          )
        ).map(({ tried }) => tried.includes(address));

      it('are forgotten when the server has answered after fail_timeout', () =>
        Arena.with(build, { zone, parameters: 'max_fails=2 fail_timeout=3s' }, async (arena) => {
          for (let round = 0; round < 2; round++) {
            await arena.backends[DEAD]!.stop('KILL');
            for (const balancer of BALANCERS)
              expect(
                await asked(arena, pathTo(balancer, DEAD), 3),
                `${balancer.directive}, round ${round}`,
              ).to.deep.equal([true, true, false]);
            await arena.backends[DEAD]!.start();
            for (const balancer of BALANCERS)
              await every(
                `${balancer.directive}: the key to go home`,
                async () => (await asked(arena, pathTo(balancer, DEAD), 1))[0]!,
              );
          }
        }));

      it('are not forgotten when it has answered before', () =>
        Arena.with(build, { zone, parameters: 'max_fails=2 fail_timeout=1h' }, async (arena) => {
          const ask = async (count: number, expected: readonly boolean[]) => {
            for (const balancer of BALANCERS)
              expect(await asked(arena, pathTo(balancer, DEAD), count), balancer.directive).to.deep.equal(
                expected,
              );
          };
          await arena.backends[DEAD]!.stop('KILL');
          await ask(1, [true]);
          await arena.backends[DEAD]!.start();
          // nginx counts whole seconds.
          await pause(1100);
          await ask(1, [true]);
          await arena.backends[DEAD]!.stop('KILL');
          await ask(2, [true, false]);
        }));

      it('with a fail_timeout of 0 count for the second in which they were', () =>
        Arena.with(build, { zone, parameters: 'max_fails=1 fail_timeout=0' }, async (arena) => {
          await arena.backends[DEAD]!.stop('KILL');
          for (const balancer of BALANCERS) {
            const seen = await asked(arena, pathTo(balancer, DEAD), 20);
            expect(seen[0], balancer.directive).to.equal(true);
            expect(seen, balancer.directive).to.include(false);
          }
        }));

      it('of all servers: each request goes on along the ring, server by server', () =>
        Arena.with(build, { zone, parameters: 'max_fails=0' }, async (arena) => {
          for (const backend of arena.backends) await backend.stop('KILL');
          for (const balancer of BALANCERS.filter((one) => one !== NGINX_CONSISTENT)) {
            // Enough for some to come past the last point.
            const paths = pathsOf(balancer, 2000);
            const expected = paths.map((path) => {
              const passed: string[] = [];
              for (const _ of SERVERS)
                passed.push(
                  ...computed(balancer, [path], (server) => !passed.includes(SERVERS[server]!.address)),
                );
              return passed;
            });
            const answers = await arena.ask(paths);
            expect(
              answers.map(({ tried }) => tried),
              balancer.directive,
            ).to.deep.equal(expected);
          }
        }));
    });

for (const build of BUILDS)
  describe(`kept connections, ${build}`, () => {
    it('that are closed at the wrong time are no try, and what is tried next is one', () =>
      Box.with(build, async (box) => {
        await box.start(
          'backends',
          SERVERS.map(
            (server) => `server {
              listen ${server.address};
              location / { return 200 "${server.address}"; }
              location ~ /broken/ { return 444; }
            }`,
          ).join('\n'),
        );
        await box.start(
          'tested',
          `${BALANCERS.map((balancer, b) =>
            upstream(
              `u${b}`,
              { ...balancer, directive: balancer.directive.replace('$request_uri', '$arg_key') },
              `${serverLines(SERVERS, 'max_fails=0')}\nkeepalive 4;`,
            ),
          ).join('')}
          server {
            listen 8080;
            ${SAY_TRIED}
            ${KEEPALIVE}
            proxy_next_upstream_tries 2;
            ${BALANCERS.map((_, b) => `location /${b}/ { proxy_pass http://u${b}; }`).join('\n')}
          }`,
        );
        for (const [b, balancer] of BALANCERS.entries()) {
          const answers = await ask(
            box.port,
            [`/${b}/?key=a`, `/${b}/broken/?key=a`, `/${b}/broken/?key=a`],
            1,
          );
          const counts = answers.map(({ tried }) => tried.length);
          expect(counts, balancer.directive).to.deep.equal([1, 3, 2]);
        }
      }));
  });
