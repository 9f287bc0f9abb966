import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Box } from './box.js';
import { BUILDS } from './settings.js';

/** One mistake a program, and what must be said of it. */
const MISTAKES: Readonly<Record<string, { readonly main: string; readonly report: RegExp }>> = {
  'reading beyond an allocation': {
    main: 'volatile char *text = malloc(4); return text[3 + argc];',
    report: /AddressSanitizer: heap-buffer-overflow/,
  },
  'reading what was freed': {
    main: 'volatile char *text = malloc(4); free((void *) text); return text[argc];',
    report: /AddressSanitizer: heap-use-after-free/,
  },
  'a signed overflow': {
    main: 'volatile int most = 0x7fffffff; most += argc; return 0;',
    report: /runtime error: signed integer overflow/,
  },
  'a leak': {
    main: 'void *volatile lost = malloc(40); lost = 0; return lost != 0 || argc == 0;',
    report: /LeakSanitizer: detected memory leaks[\s\S]*40 byte\(s\) leaked/,
  },
};

/** Without this, that nothing was reported would mean nothing. */
for (const build of BUILDS.filter((one) => one === 'sanitized'))
  describe(`reports of a program that runs as nginx's workers do, ${build}`, () => {
    for (const [what, { main, report }] of Object.entries(MISTAKES))
      it(`name ${what}`, async () => {
        const found = await Box.with(build, (box) => compileAndRun(box, main)).then(
          () => 'nothing',
          ({ message }: Error) => message,
        );
        expect(found).to.match(report).and.to.contain('mistake.c:');
      });

    it('name nothing where there is nothing', () =>
      Box.with(build, (box) => compileAndRun(box, 'return !argc;')));
  });

/** With the flags that nginx was compiled and linked with; the compiler's own warnings are no matter here. */
async function compileAndRun(box: Box, main: string): Promise<void> {
  const { output } = await box.run('nginx', '-V');
  const flags = ['cc', 'ld'].flatMap((tool) =>
    new RegExp(`--with-${tool}-opt='([^']*)'`).exec(output)![1]!.trim().split(/\s+/),
  );
  const source = `#include <stdlib.h>\nint main(int argc, char **argv) { (void) argv; ${main} }\n`;
  await writeFile(join(box.folder, 'mistake.c'), source);
  const compiled = await box.run('gcc', ...flags, '-w', '-o', '/usr/bin/mistake', '/box/mistake.c');
  expect(compiled).to.deep.equal({ exitCode: 0, output: '' });
  const { output: said } = await box.run(...AS_A_WORKER, 'mistake');
  expect(said, 'what did not go to a file').to.equal('');
}

const AS_A_WORKER = ['setpriv', '--reuid=www-data', '--regid=www-data', '--clear-groups'];
