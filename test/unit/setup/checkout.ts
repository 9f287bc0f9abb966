import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../../../lab', import.meta.url));

// Both write what they were asked into calls.log.
const NPM = `#!/bin/sh
echo "npm $1" >>calls.log
[ -z "$NPM_FAILS" ] || { echo 'the registry is away'; exit 1; }
[ -z "$NPM_TAKES" ] || sleep "$NPM_TAKES"
mkdir -p node_modules/typescript/bin
cp stub-tsc.cjs node_modules/typescript/bin/tsc
touch node_modules/.package-lock.json
`;
const TSC = `const { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync } = require('node:fs');
process.chdir(process.argv[process.argv.indexOf('-p') + 1]);
appendFileSync('calls.log', 'tsc\\n');
if (existsSync('cli/wrong.ts')) { console.log('cli/wrong.ts(1,1): error TS1'); process.exit(2); }
mkdirSync('dist/cli', { recursive: true });
for (const name of readdirSync('cli')) cpSync('cli/' + name, 'dist/cli/' + name.replace('.ts', '.js'));
`;
const MAIN = 'console.log(process.cwd(), JSON.stringify(process.argv.slice(2)));\n';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A fresh clone in a folder of its own, in which npm and tsc are stand-ins that say when they are called. */
export class Checkout {
  private constructor(readonly folder: string) {}

  static async use(test: (checkout: Checkout) => Promise<void>): Promise<void> {
    const top = await mkdtemp(join(tmpdir(), 'lab launcher '));
    try {
      const checkout = new Checkout(join(top, 'a clone'));
      await checkout.clone();
      await test(checkout);
    } finally {
      await rm(top, { recursive: true, force: true });
    }
  }

  private async clone(): Promise<void> {
    const files = {
      'cli/main.ts': MAIN,
      'cli/other.ts': '',
      'scenarios/calm.ts': '',
      'test/unit.ts': '',
      'tsconfig.json': '{}',
      'package.json': '{}',
      'package-lock.json': '{}',
      'bin/npm': NPM,
      'stub-tsc.cjs': TSC,
    };
    for (const [path, content] of Object.entries(files)) await this.write(path, content);
    await chmod(join(this.folder, 'bin/npm'), 0o755);
    await copyFile(LAUNCHER, join(this.folder, 'lab'));
    await symlink(process.execPath, join(this.folder, 'bin/node'));
  }

  async write(path: string, content: string): Promise<void> {
    await mkdir(dirname(join(this.folder, path)), { recursive: true });
    await writeFile(join(this.folder, path), content);
  }

  remove(path: string): Promise<void> {
    return rm(join(this.folder, path), { recursive: true });
  }

  /** What npm and tsc were asked since the last time. */
  async calls(): Promise<string[]> {
    const text = await readFile(join(this.folder, 'calls.log'), 'utf8').catch(() => '');
    await this.write('calls.log', '');
    return text.split('\n').filter(Boolean);
  }

  run(
    args: readonly string[] = [],
    options: { lab?: string; cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Ended> {
    const { lab = join(this.folder, 'lab'), cwd = this.folder, env = {} } = options;
    const path = `${join(this.folder, 'bin')}:${process.env['PATH']}`;
    return new Promise((resolve) => {
      execFile(
        lab,
        args,
        { cwd, timeout: 15_000, env: { ...process.env, PATH: path, LAB_PREPARE_ONLY: '', ...env } },
        (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  }
}
