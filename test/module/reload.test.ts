import { expect } from 'chai';
import { Arena, BALANCERS, pathsOf, SERVERS } from './arena.js';
import { serverLines } from './balancers.js';
import { BUILDS } from './settings.js';

for (const build of BUILDS)
  describe(`reload, ${build}`, () => {
    for (const setting of [{ workers: 1 }, { workers: 4, zone: true }])
      it(`loses no request under load, ${setting.zone ? 'a zone' : 'no zone'}, ${setting.workers} workers`, () =>
        Arena.with(build, setting, async (arena) => {
          let reloading = true;
          let asked = 0;
          const load = BALANCERS.map(async (balancer) => {
            const lost = [];
            // A connection for each request: nobody knows of a kept one whether the server is just about to close it.
            const questions = pathsOf(balancer, 100).map((path) => ({
              path,
              headers: { connection: 'close' },
            }));
            while (reloading) {
              const answers = await arena.ask(questions, 4);
              lost.push(...answers.filter(({ status }) => status !== 200));
              asked += answers.length;
            }
            return lost;
          });
          const workers = new Set<string | undefined>();
          for (let round = 0; round < 6; round++) {
            const [answer] = await arena.ask([pathsOf(BALANCERS[0]!)[0]!]);
            workers.add(answer!.worker);
            await arena.reload({ ...setting, lines: serverLines(round % 2 ? SERVERS : SERVERS.slice(1)) });
          }
          reloading = false;
          expect((await Promise.all(load)).flat()).to.deep.equal([]);
          expect(workers.size).to.equal(6);
          expect(asked).to.be.above(600);
        }));
  });
