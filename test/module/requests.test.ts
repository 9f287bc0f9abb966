import { expect } from 'chai';
import { Arena, BALANCERS, computed, pathsOf, pathTo, SERVERS } from './arena.js';
import { type Answer, ask } from './ask.js';
import { KEEPALIVE, SAY_TRIED, serverLines, upstream } from './balancers.js';
import { Box } from './box.js';
import { BUILDS } from './settings.js';

const addresses = SERVERS.map(({ address }) => address);
const bodies = (answers: readonly Answer[]) => answers.map(({ body }) => body);

for (const build of BUILDS)
  describe(`requests, ${build}`, () => {
    it('with an empty key go round robin', () =>
      Arena.with(
        build,
        {
          // Weights of 1, 1, 1, 2 and 1: a turn of round robin is six requests.
          http: BALANCERS.map((balancer, b) =>
            upstream(
              `keyed-${b}`,
              { ...balancer, directive: balancer.directive.replace('$request_uri', '$arg_key') },
              serverLines(SERVERS),
            ),
          ).join(''),
          server: BALANCERS.map((_, b) => `location /keyed/${b} { proxy_pass http://keyed-${b}; }`).join(
            '\n',
          ),
        },
        async (arena) => {
          for (const [b, balancer] of BALANCERS.entries()) {
            const path = `/keyed/${b}?key=`;
            const turn = bodies(
              await arena.ask(
                Array.from({ length: 6 }, () => path),
                1,
              ),
            );
            expect(turn.sort(), balancer.directive).to.deep.equal([...addresses, addresses[3]!].sort());
            const owner = SERVERS[balancer.route(SERVERS)('mine')!]!.address;
            const mine = Array.from({ length: 6 }, () => `${path}mine`);
            expect(bodies(await arena.ask(mine, 1))).to.deep.equal(mine.map(() => owner));
          }
        },
      ));

    it('with long keys, and keys of any bytes, go where the ring says', () =>
      Arena.with(
        build,
        {
          http: BALANCERS.map((balancer, b) =>
            upstream(
              `decoded-${b}`,
              { ...balancer, directive: balancer.directive.replace('$request_uri', '$arg_n$http_x_key') },
              serverLines(SERVERS),
            ),
          ).join(''),
          server: `large_client_header_buffers 4 64k;
          ${BALANCERS.map((_, b) => `location /decoded/${b} { proxy_set_header X-Key ""; proxy_pass http://decoded-${b}; }`).join('\n')}`,
        },
        async (arena) => {
          const keys = [
            ...Array.from({ length: 60 }, (_, n) => 'key '.repeat(n * 250)),
            ...Array.from(
              { length: 100 },
              (_, n) => `ключ ${n} 鍵 🗝 ${String.fromCodePoint(0x80 + n * 997)}`,
            ),
            ...Array.from({ length: 100 }, (_, n) => `tab\t${n}\t"quoted" \\ % $request_uri`),
          ].map((key, n) => `${n}:${key.trim()}`);
          for (const [b, balancer] of BALANCERS.entries()) {
            const route = balancer.route(SERVERS);
            const answers = await arena.ask(
              keys.map((key) => ({
                path: `/decoded/${b}`,
                headers: { 'x-key': Buffer.from(key).toString('latin1') },
              })),
            );
            expect(bodies(answers), balancer.directive).to.deep.equal(
              keys.map((key) => addresses[route(key)!]),
            );
          }
        },
      ));

    it('that X-Accel-Redirect sends on name both servers, as with nginx’s own', () =>
      Box.with(build, async (box) => {
        const path = (n: number) => `/page/${n}`;
        await box.start(
          'backends',
          SERVERS.map(
            ({ address }) => `server {
              listen ${address};
              location / { return 200 "${address}"; }
              location /first/ { add_header X-Accel-Redirect /again$request_uri; return 200 "first"; }
            }`,
          ).join('\n'),
        );
        await box.start(
          'tested',
          `${BALANCERS.map((balancer, b) => upstream(`u${b}`, balancer, serverLines(SERVERS))).join('')}
          server {
            listen 8080;
            ${SAY_TRIED}
            ${BALANCERS.map(
              (_, b) => `location /first/${b}/ { proxy_pass http://u${b}; }
              location /again/first/${b}/ { internal; proxy_pass http://u${b}/; }`,
            ).join('\n')}
          }`,
        );
        for (const [b, balancer] of BALANCERS.entries()) {
          const paths = Array.from({ length: 20 }, (_, n) => `/first/${b}${path(n)}`);
          const route = balancer.route(SERVERS);
          for (const [n, { status, body, tried }] of (await ask(box.port, paths)).entries()) {
            // $request_uri stays what the visitor asked for, so both requests have one key and one owner.
            const owner = addresses[route(paths[n]!)!];
            expect({ status, body, tried }, balancer.directive).to.deep.equal({
              status: 200,
              body: owner,
              tried: [owner, owner],
            });
          }
        }
      }));

    it('to the only server go to it however often it failed', () =>
      Arena.with(build, { lines: `server ${addresses[0]} max_fails=1 fail_timeout=1h;` }, async (arena) => {
        await arena.backends[0]!.stop('KILL');
        for (const balancer of BALANCERS)
          for (const { status, tried } of await arena.ask(pathsOf(balancer, 5)))
            expect({ status, tried }).to.deep.equal({ status: 502, tried: [addresses[0]] });
        await arena.backends[0]!.start();
        for (const balancer of BALANCERS)
          expect(new Set(await arena.owners(pathsOf(balancer, 5)))).to.deep.equal(new Set([addresses[0]]));
      }));

    it('over kept connections reach the owner too', () =>
      Arena.with(
        build,
        {
          lines: `${serverLines(SERVERS)}\nkeepalive 2;`,
          server: KEEPALIVE,
        },
        async (arena) => {
          for (const balancer of BALANCERS)
            for (let round = 0; round < 3; round++)
              expect(await arena.owners(pathsOf(balancer)), balancer.directive).to.deep.equal(
                computed(balancer, pathsOf(balancer)),
              );
          // A kept connection that its backend has closed is no failure.
          await arena.backends[1]!.reload();
          for (const balancer of BALANCERS)
            expect(await arena.owners([pathTo(balancer, 1)])).to.deep.equal([addresses[1]]);
        },
      ));

    it('to 5,000 servers go where the ring says', () =>
      Box.with(build, async (box) => {
        const many = Array.from({ length: 5000 }, (_, n) => ({
          address: `127.${16 + (n >> 8)}.${n & 255}.1:8000`,
        }));
        await box.start(
          'backends',
          'server { listen 8000; location / { return 200 "$server_addr:$server_port"; } }',
        );
        const ours = BALANCERS.slice(0, 2);
        await box.start(
          'tested',
          `${ours.map((balancer, b) => upstream(`u${b}`, balancer, serverLines(many))).join('')}
          server { listen 8080; ${ours.map((_, b) => `location /${b}/ { proxy_pass http://u${b}; }`).join('\n')} }`,
        );
        for (const balancer of ours) {
          const paths = pathsOf(balancer, 2000);
          const route = balancer.route(many);
          expect(bodies(await ask(box.port, paths)), balancer.directive).to.deep.equal(
            paths.map((one) => many[route(one)!]!.address),
          );
        }
      }));
  });
