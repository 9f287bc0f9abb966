import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker, type ExecResult, execIn } from '../../cli/lab/docker.js';
import { type Build, imageOf, preambleOf } from './builds.js';
import { Nginx } from './nginx.js';

const PORT = 8080;
/** Where the box's folder is mounted in its container. */
const INSIDE = '/box';

/** What sanitizers and valgrind have to say goes to files, which `reports` reads. */
const REPORTS = join(INSIDE, 'reports');
const WATCHED = [
  `ASAN_OPTIONS=log_path=${REPORTS}/asan:detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1`,
  `UBSAN_OPTIONS=log_path=${REPORTS}/ubsan:print_stacktrace=1:suppressions=${INSIDE}/ubsan.supp`,
  `LSAN_OPTIONS=suppressions=${INSIDE}/lsan.supp:print_suppressions=0`,
];

/** nginx, a sanitizer or valgrind wrote what no test expects. */
class Complaint extends Error {}

/**
 * A container with nginx in it and nothing running: a network of its own, so that every address of 127.0.0.0/8 is free for
 * backends. Its port 8080 can be asked at `port` of 127.0.0.1.
 */
export class Box {
  private static readonly present = new Set<Box>();
  private readonly servers: Nginx[] = [];

  private constructor(
    readonly build: Build,
    readonly container: string,
    readonly folder: string,
    readonly port: number,
  ) {}

  /** Calls `use` with a box, and takes it down whatever happens.
   * @throws Complaint with what was written, and what the test failed with as its cause. */
  static async with<T>(build: Build, use: (box: Box) => Promise<T>): Promise<T> {
    const box = await Box.open(build);
    try {
      const result = await use(box);
      await box.stop();
      await box.mustBeClean();
      return result;
    } catch (error) {
      if (!(error instanceof Complaint)) await box.mustBeClean(error);
      throw error;
    } finally {
      await box.remove();
    }
  }

  static async open(build: Build): Promise<Box> {
    const Image = await imageOf(build);
    const folder = await mkdtemp(join(tmpdir(), 'session-lab-module-'));
    // Workers are www-data and write reports too.
    await chmod(folder, 0o755);
    await mkdir(join(folder, 'reports'));
    await chmod(join(folder, 'reports'), 0o1777);
    await Promise.all(
      Object.entries(SUPPRESSIONS).map(([file, lines]) => writeFile(join(folder, file), lines.join('\n'))),
    );
    const container = await docker.createContainer({
      Image,
      Cmd: ['sleep', 'infinity'],
      User: '0',
      Env: WATCHED,
      Labels: { 'session-lab': `test-${process.pid}-module` },
      ExposedPorts: { [`${PORT}/tcp`]: {} },
      HostConfig: {
        Init: true,
        Binds: [`${folder}:${INSIDE}`],
        PortBindings: { [`${PORT}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '' }] },
        Sysctls: { 'net.ipv6.conf.all.disable_ipv6': '0', 'net.ipv6.conf.lo.disable_ipv6': '0' },
      },
    });
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const port = Number(NetworkSettings.Ports[`${PORT}/tcp`]![0]!.HostPort);
    const box = new Box(build, container.id, folder, port);
    Box.present.add(box);
    return box;
  }

  /** Removes the boxes of tests that did not come to their end in time. */
  static async removeAll(): Promise<void> {
    for (const box of Box.present) await box.remove();
  }

  /** Runs a command in the container. */
  run(...command: string[]): Promise<ExecResult> {
    return execIn(this.container, command);
  }

  /** An nginx of this name, for this configuration, not started yet. */
  async nginx(name: string, conf: string, options?: { readonly workers?: number }): Promise<Nginx> {
    const nginx = new Nginx(
      name,
      join(INSIDE, name),
      join(this.folder, name),
      preambleOf(this.build),
      (...command) => this.run(...command),
    );
    await nginx.configure(conf, options);
    this.servers.push(nginx);
    return nginx;
  }

  /** The same, started. */
  async start(name: string, conf: string, options?: { readonly workers?: number }): Promise<Nginx> {
    const nginx = await this.nginx(name, conf, options);
    await nginx.start();
    return nginx;
  }

  async stop(): Promise<void> {
    for (const nginx of this.servers) await nginx.stop();
  }

  /** What sanitizers and valgrind reported, by file. */
  async reports(): Promise<Record<string, string>> {
    const names = await readdir(join(this.folder, 'reports'));
    const texts = names.map(async (name) => [
      name,
      await readFile(join(this.folder, 'reports', name), 'utf8'),
    ]);
    return Object.fromEntries(await Promise.all(texts));
  }

  /** @param cause what went wrong before, and may have its reason here.
   * @throws Complaint. */
  async mustBeClean(cause?: unknown): Promise<void> {
    const said = [
      ...(await Promise.all(this.servers.map((nginx) => nginx.complaints()))).flat(),
      ...Object.entries(await this.reports()).map(([name, text]) => `${name}: ${text}`),
    ];
    if (said.length > 0) throw new Complaint(`${this.build}: ${said.join('\n')}`, { cause });
  }

  async remove(): Promise<void> {
    Box.present.delete(this);
    await docker.getContainer(this.container).remove({ force: true, v: true });
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Reports about nginx itself that are known. None is about the module. */
const SUPPRESSIONS: Readonly<Record<string, readonly string[]>> = {
  'ubsan.supp': [
    // An empty text is copied from no address: memcpy(…, NULL, 0), which copies nothing.
    'nonnull-attribute:ngx_pstrdup',
    // A byte of a key from 0x80 on is shifted to the highest bits, where int has its sign; unsigned is what becomes of it.
    'shift-base:ngx_murmur_hash2',
  ],
  'lsan.supp': [],
};
