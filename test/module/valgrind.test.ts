import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { ask } from './ask.js';
import { backends, COMPATIBLE, EVEN, serverLines, upstream } from './balancers.js';
import { Box } from './box.js';
import { BUILDS } from './settings.js';

const RELOADS = 5;
const WORKERS = 2;
const address = (n: number) => `127.0.0.${11 + n}:8000`;
/** Others with every reload: one server is new, and one nobody has ever listened for. */
const servers = (round: number) => [
  ...[0, 1, 2].map((n) => ({ address: address((n + round) % 6), weight: ((n + round) % 3) + 1 })),
  { address: '127.0.0.99:8000' },
];

const UPSTREAMS = [COMPATIBLE, EVEN].flatMap((balancer) =>
  [false, true].map((zone) => ({
    ...balancer,
    zone: zone ? (name: string) => `zone ${name} 256k;` : () => '',
  })),
);

const conf = (round: number) => `${UPSTREAMS.map((one, u) =>
  upstream(`u${u}`, one, `${one.zone(`u${u}`)}\n${serverLines(servers(round), 'max_fails=3')}\nkeepalive 8;`),
).join('')}
upstream no_key { consistent_hash $arg_key; ${serverLines(servers(round))} }
server {
  listen 8080;
  ${UPSTREAMS.map((_, u) => `location /${u}/ { proxy_pass http://u${u}; }`).join('\n')}
  location /no-key/ { proxy_pass http://no_key; }
}`;

const PATHS = Array.from({ length: 300 }, (_, n) => `/${n % 5 < 4 ? n % 5 : 'no-key'}/page/${n}`);

const VALGRIND = [
  'valgrind',
  '--leak-check=full',
  '--show-leak-kinds=definite,indirect,possible',
  '--errors-for-leak-kinds=definite,indirect',
  '--suppressions=/box/valgrind.supp',
  '--trace-children=yes',
  '--vgdb=no',
  '--log-file=/box/valgrind/%p',
];

/** What nginx itself leaves behind. */
const KNOWN = `{
  A worker's environment, made once when it starts, is in use until the process has ended.
  Memcheck:Leak
  match-leak-kinds: definite
  fun:malloc
  fun:ngx_alloc
  fun:ngx_set_environment
}
`;

/** What one process left behind.
 * @throws Error where the log does not say, as of a process that was killed. */
function summaryOf(log: string): Readonly<Record<string, number>> {
  const number = (what: string, pattern: RegExp) => {
    const found = pattern.exec(log)?.[1];
    if (found === undefined) throw new Error(`${what} is not in valgrind's log:\n${log}`);
    return Number(found.replaceAll(',', ''));
  };
  // Without a leak there are no numbers of leaks.
  const freed = /All heap blocks were freed/.test(log);
  const lost = (kind: string) => (freed ? 0 : number(kind, new RegExp(`${kind} lost: ([\\d,]+) bytes`)));
  return {
    errors: number('errors', /ERROR SUMMARY: ([\d,]+) errors/),
    definitely: lost('definitely'),
    indirectly: lost('indirectly'),
    possibly: lost('possibly'),
  };
}

/** Where valgrind may write, by whomever it is run.
 * @returns what reads all that it wrote. */
async function logsIn(box: Box): Promise<() => Promise<string[]>> {
  const logs = join(box.folder, 'valgrind');
  await mkdir(logs);
  await chmod(logs, 0o1777);
  await writeFile(join(box.folder, 'valgrind.supp'), KNOWN);
  return async () => {
    await box.run('chmod', '-R', 'a+r', '/box/valgrind');
    return Promise.all((await readdir(logs)).map((name) => readFile(join(logs, name), 'utf8')));
  };
}

/** Mistakes that must show in the numbers. */
const MISTAKES: Readonly<Record<string, readonly [main: string, found: object]>> = {
  'a leak': ['void *volatile lost = malloc(40); lost = 0; return lost != 0;', { errors: 1, definitely: 40 }],
  'reading beyond an allocation': [
    'volatile char *text = malloc(4); char c = text[3 + argc]; free((void *) text); return c == 7 ? 7 : 0;',
    { definitely: 0 },
  ],
};

// It goes with the run under sanitizers: they see what it does not, and it what they do not.
if (BUILDS.includes('sanitized'))
  describe('under valgrind', () => {
    for (const [what, [main, found]] of Object.entries(MISTAKES))
      it(`${what} shows`, () =>
        Box.with('valgrind', async (box) => {
          const written = await logsIn(box);
          const source = `#include <stdlib.h>\nint main(int argc, char **argv) { (void) argv; ${main} }\n`;
          await writeFile(join(box.folder, 'mistake.c'), source);
          await box.run('gcc', '-g', '-O0', '-o', '/usr/bin/mistake', '/box/mistake.c');
          await box.run(...VALGRIND, 'mistake');
          const logs = await written();
          expect(logs).to.have.length(1);
          expect(summaryOf(logs[0]!)).to.include(found);
          expect(summaryOf(logs[0]!).errors).to.be.above(0);
        }));

    it(`master and workers touch no memory that is not theirs and lose none, over ${RELOADS} reloads`, () =>
      Box.with('valgrind', async (box) => {
        const written = await logsIn(box);
        await box.start('backends', backends([0, 1, 2, 3, 4, 5].map((n) => ({ address: address(n) }))));
        const tested = await box.nginx('tested', conf(0), { workers: WORKERS });
        await tested.start(...VALGRIND);
        for (let round = 0; round <= RELOADS; round++) {
          if (round > 0) await tested.reload(conf(round), { workers: WORKERS });
          const answers = await ask(box.port, PATHS);
          expect(answers.filter(({ status }) => status !== 200)).to.deep.equal([]);
        }
        await tested.stop();

        const logs = await written();
        // The one that was started leaves a master behind and ends.
        expect(logs).to.have.length(2 + WORKERS * (RELOADS + 1));
        for (const log of logs)
          expect(summaryOf(log), log).to.deep.equal({ errors: 0, definitely: 0, indirectly: 0, possibly: 0 });
      }));
  });
