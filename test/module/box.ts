import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker, type ExecResult, execIn } from '../../cli/lab/docker.js';
import { LABEL } from '../../cli/lab/labels.js';
import { type Build, imageOf, preambleOf } from './builds.js';
import { Nginx, type Processes } from './nginx.js';

const PORT = 8080;

/** Names that are known in a box. */
export const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'one.example': ['127.0.3.9'],
  'two.example': ['127.0.3.11', '127.0.3.12'],
};

/** Where the box's folder is mounted in its container. */
const INSIDE = '/box';

/** In place of a lab's name, for everything that these tests make in Docker. */
export const TESTS = `test-${process.pid}-module`;

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

  /** On 127.0.0.1 of the machine that the tests run on. */
  private published = 0;

  private constructor(
    readonly build: Build,
    readonly container: string,
    readonly folder: string,
  ) {}

  get port(): number {
    return this.published;
  }

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
    const container = await docker
      .createContainer({
        Image,
        Cmd: ['sleep', 'infinity'],
        User: '0',
        Env: WATCHED,
        Labels: { [LABEL]: TESTS },
        ExposedPorts: { [`${PORT}/tcp`]: {} },
        HostConfig: {
          Init: true,
          Binds: [`${folder}:${INSIDE}`],
          PortBindings: { [`${PORT}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '' }] },
          ExtraHosts: Object.entries(HOSTS).flatMap(([host, all]) => all.map((one) => `${host}:${one}`)),
          Sysctls: { 'net.ipv6.conf.lo.disable_ipv6': '0' },
        },
      })
      .catch(async (error) => {
        await rm(folder, { recursive: true, force: true });
        throw error;
      });
    const box = new Box(build, container.id, folder);
    Box.present.add(box);
    try {
      // Workers are www-data: they read what is here, and write reports.
      await chmod(folder, 0o755);
      await mkdir(join(folder, 'reports'));
      await chmod(join(folder, 'reports'), 0o1777);
      for (const [file, lines] of Object.entries(SUPPRESSIONS)) {
        await writeFile(join(folder, file), lines.join('\n'));
        await chmod(join(folder, file), 0o644);
      }
      await container.start();
      const { NetworkSettings } = await container.inspect();
      box.published = Number(NetworkSettings.Ports[`${PORT}/tcp`]![0]!.HostPort);
      return box;
    } catch (error) {
      await box.remove();
      throw error;
    }
  }

  /** Removes the boxes of tests that did not come to their end in time. */
  static async removeAll(): Promise<void> {
    await Promise.allSettled([...Box.present].map((box) => box.remove()));
  }

  /** Runs a command in the container. */
  run(...command: string[]): Promise<ExecResult> {
    return execIn(this.container, command);
  }

  /** An nginx of this name, for this configuration, not started yet. */
  async nginx(name: string, conf: string, options?: Processes): Promise<Nginx> {
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
  async start(name: string, conf: string, options?: Processes): Promise<Nginx> {
    const nginx = await this.nginx(name, conf, options);
    await nginx.start();
    return nginx;
  }

  async stop(): Promise<void> {
    for (const nginx of this.servers) await nginx.stop();
  }

  /** What sanitizers and valgrind reported, by file. */
  async reports(): Promise<Record<string, string>> {
    // They belong to whoever ran the program.
    await this.run('chmod', '-R', 'a+r', REPORTS);
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
    try {
      await docker.getContainer(this.container).remove({ force: true, v: true });
    } finally {
      await rm(this.folder, { recursive: true, force: true });
    }
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
