import { expect } from 'chai';
import { Arena, BALANCERS, computed, pathsOf, pathTo, SERVERS } from './arena.js';
import type { Answer } from './ask.js';
import type { Balancer } from './balancers.js';
import { every } from './nginx.js';
import { BUILDS } from './settings.js';

const DEAD = 1;
const others = (server: number) => server !== DEAD;
const address = (server: number) => SERVERS[server]!.address;
/** Nobody comes back, or is asked once more, while a test goes on. */
const LASTING = 'max_fails=1 fail_timeout=1h';

/** One call for each balancer of the module, and for nginx's own, which says what is to be expected. */
const each = async (check: (balancer: Balancer) => Promise<unknown>) => {
  for (const balancer of BALANCERS) await check(balancer);
};

for (const build of BUILDS)
  for (const zone of [false, true])
    for (const workers of [1, 4])
      describe(`faults, ${build}, ${zone ? 'a zone' : 'no zone'}, ${workers} worker${workers > 1 ? 's' : ''}`, () => {
        const setting = { zone, workers, parameters: LASTING };

        it('a dead server: its keys go on along the ring without an error, and no others; and home again', () =>
          Arena.with(build, setting, async (arena) => {
            await each(async (balancer) =>
              expect(await arena.owners(pathsOf(balancer))).to.deep.equal(
                computed(balancer, pathsOf(balancer)),
              ),
            );
            await arena.backends[DEAD]!.stop('KILL');
            await each(async (balancer) => {
              // One at a time, each over a connection of its own: any worker may have it.
              const paths = pathsOf(balancer);
              const answers = await arena.ask(
                paths.map((path) => ({ path, headers: { connection: 'close' } })),
                1,
              );
              expect(
                answers.map(({ body }) => body),
                balancer.directive,
              ).to.deep.equal(computed(balancer, paths, others));
              const asked = answers.filter(({ tried }) => tried.includes(address(DEAD)));
              for (const { tried } of asked) expect(tried).to.have.length(2);
              // After one failure it is passed over; without a zone, each worker has to see that for itself.
              const seenBy = new Set(answers.map(({ worker }) => worker)).size;
              expect(seenBy).to.equal(workers);
              if (zone) expect(asked).to.have.length(1);
              else expect(asked.length).to.be.within(1, seenBy);
            });

            await arena.backends[DEAD]!.start();
            // Without a zone a worker may not have noticed anything.
            if (zone || workers === 1)
              await each(async (balancer) =>
                expect((await arena.owners([pathTo(balancer, DEAD)]))[0]).to.not.equal(address(DEAD)),
              );
            await arena.reload({ ...setting, parameters: 'max_fails=1 fail_timeout=1s' });
            await arena.backends[DEAD]!.stop('KILL');
            await each(async (balancer) => void (await arena.owners(pathsOf(balancer))));
            await arena.backends[DEAD]!.start();
            await each((balancer) =>
              every(`${balancer.directive}: keys to go home after fail_timeout`, async () => {
                const paths = pathsOf(balancer);
                return (await arena.owners(paths)).join() === computed(balancer, paths).join();
              }),
            );
          }));

        it('all dead: 502 after as many tries as there are servers, and not one twice', () =>
          Arena.with(build, { zone, workers, parameters: 'max_fails=0' }, async (arena) => {
            for (const backend of arena.backends) await backend.stop('KILL');
            await each(async (balancer) => {
              const answers = await arena.ask(pathsOf(balancer, 50));
              for (const { status, tried } of answers) {
                expect(status, balancer.directive).to.equal(502);
                expect([...tried].sort()).to.deep.equal(SERVERS.map((server) => server.address).sort());
              }
            });
          }));
      });

for (const build of BUILDS)
  for (const setting of [{ workers: 1 }, { workers: 4, zone: true }])
    describe(`more faults, ${build}, ${setting.workers === 1 ? 'no zone, 1 worker' : 'a zone, 4 workers'}`, () => {
      it('passed over for good, the dead are not asked, and without anybody left nobody is', () =>
        Arena.with(build, { ...setting, parameters: LASTING }, async (arena) => {
          for (const backend of arena.backends) await backend.stop('KILL');
          await each(async (balancer) => {
            await arena.ask(pathsOf(balancer));
            const [last] = await arena.ask([pathTo(balancer, DEAD)]);
            expect(last).to.include({ status: 502 });
            expect(last!.tried).to.deep.equal([`balanced-${BALANCERS.indexOf(balancer)}`]);
          });
        }));

      it('`down`: is never asked, its keys go where those of a dead one go, and come back', () => {
        const lines = (...down: number[]) =>
          SERVERS.map(
            ({ address, weight = 1 }, n) =>
              `server ${address} weight=${weight}${down.includes(n) ? ' down' : ''};`,
          ).join('\n');
        return Arena.with(build, { ...setting, lines: lines(DEAD) }, async (arena) => {
          await each(async (balancer) => {
            const answers = await arena.ask(pathsOf(balancer));
            expect(answers.map(({ tried }) => tried.join())).to.deep.equal(
              computed(balancer, pathsOf(balancer), others),
            );
          });
          await arena.reload({ ...setting, lines: lines() });
          await each(async (balancer) =>
            expect(await arena.owners(pathsOf(balancer))).to.deep.equal(
              computed(balancer, pathsOf(balancer)),
            ),
          );
          await arena.reload({ ...setting, lines: lines(...SERVERS.keys()) });
          await each(async (balancer) => {
            const [answer] = await arena.ask(pathsOf(balancer, 1));
            expect(answer).to.include({ status: 502 });
          });
        });
      });

      it('one that is slow: a GET goes on, a POST is answered 504', () =>
        Arena.with(
          build,
          { ...setting, parameters: 'max_fails=0', server: 'proxy_read_timeout 2s;' },
          async (arena) => {
            await arena.backends[DEAD]!.freeze();
            await each(async (balancer) => {
              const path = pathTo(balancer, DEAD);
              const [heir] = computed(balancer, [path], others);
              const [get, post] = await arena.ask([path, { path, method: 'POST' }]);
              expect(get, balancer.directive).to.deep.include({
                status: 200,
                body: heir,
                tried: [address(DEAD), heir],
              });
              expect(post, balancer.directive).to.deep.include({ status: 504, tried: [address(DEAD)] });
            });
            await arena.backends[DEAD]!.freeze('CONT');
          },
        ));

      it('one that is full by max_conns: the next one answers', () =>
        Arena.with(
          build,
          { ...setting, parameters: 'max_conns=1', server: 'proxy_read_timeout 30s;' },
          async (arena) => {
            for (const balancer of BALANCERS) {
              const path = pathTo(balancer, DEAD);
              await arena.backends[DEAD]!.freeze();
              // Either may come first.
              const both = [arena.ask([path]), arena.ask([path])];
              const [next] = await Promise.race(both);
              expect(next, balancer.directive).to.deep.include({
                status: 200,
                tried: computed(balancer, [path], others),
              });
              await arena.backends[DEAD]!.freeze('CONT');
              const answers = (await Promise.all(both)).flat();
              expect(answers.map(({ body }) => body)).to.include(address(DEAD));
            }
          },
        ));

      it('one that flaps: no request is lost', () =>
        Arena.with(build, { ...setting, parameters: 'max_fails=1 fail_timeout=1s' }, async (arena) => {
          let flapping = true;
          const answers = BALANCERS.map((): Answer[] => []);
          const load = BALANCERS.map(async (balancer, b) => {
            while (flapping) answers[b]!.push(...(await arena.ask(pathsOf(balancer), 4)));
          });
          const metTheDead = ({ tried }: Answer) => tried[0] === address(DEAD) && tried.length > 1;
          for (let round = 0; round < 4; round++) {
            await arena.backends[DEAD]!.stop('KILL');
            if (round === 0)
              await every('everybody to meet the dead server', () =>
                answers.every((all) => all.some(metTheDead)),
              );
            await arena.backends[DEAD]!.start();
          }
          flapping = false;
          await Promise.all(load);
          expect(answers.flat().filter(({ status }) => status !== 200)).to.deep.equal([]);
        }));
    });
