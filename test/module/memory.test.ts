import { expect } from 'chai';
import { COMPATIBLE, EVEN, serverLines, upstream } from './balancers.js';
import { Box } from './box.js';
import type { Nginx } from './nginx.js';
import { BUILDS } from './settings.js';

const SERVERS = 1000;
const SETTLED = 10;
const RELOADS = 50;

/** Others in every second configuration. */
const conf = (round: number) => {
  const servers = Array.from({ length: SERVERS }, (_, n) => ({
    address: `127.${round % 2}.${n >> 8}.${n & 255}:8000`,
  }));
  return `${[COMPATIBLE, EVEN].map((one, u) => upstream(`u${u}`, one, serverLines(servers))).join('')}
server { listen 8080; location /0 { proxy_pass http://u0; } location /1 { proxy_pass http://u1; } }`;
};

/** A ring of so many servers: 160 points of 8 bytes each. What is less than that, valgrind finds. */
const RING_KIB = (SERVERS * 160 * 8) / 1024;

// One build is enough, and sanitizers and valgrind keep what was freed, to find those who use it.
for (const build of BUILDS.filter((one) => one === 'static'))
  describe(`memory, ${build}`, () => {
    it(`of the master does not grow from reload ${SETTLED} to reload ${RELOADS} of ${SERVERS} servers`, () =>
      Box.with(build, async (box) => {
        const nginx = await box.start('tested', conf(0));
        const used: number[] = [];
        for (let round = 1; round <= RELOADS; round++) {
          await nginx.reload(conf(round));
          used.push(await residentKiB(box, nginx));
        }
        const grown = used[RELOADS - 1]! - used[SETTLED - 1]!;
        expect(grown, `KiB after each reload: ${used.join(' ')}`).to.be.below(2 * RING_KIB);
      }));
  });

async function residentKiB(box: Box, { name }: Nginx): Promise<number> {
  const { output } = await box.run('sh', '-c', `cat /proc/$(cat /box/${name}/pid)/status`);
  return Number(/VmRSS:\s*(\d+) kB/.exec(output)![1]);
}
