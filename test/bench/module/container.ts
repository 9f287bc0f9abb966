import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker, execIn } from '../../../cli/lab/docker.js';
import { PACKAGE_ROOT } from '../../../cli/lab/index.js';
import { imageOf } from '../../module/builds.js';
import { Nginx } from '../../module/nginx.js';
import { buildTarget } from '../../nginx-source.js';

/** Where the folder that both sides see is mounted. */
export const INSIDE = '/bench';
const IMAGE = join(PACKAGE_ROOT, 'test', 'bench', 'module', 'image');

/** The core of the nginx under test, and the one of everything else. */
export const TESTED_CPU = '0';
export const OTHER_CPU = '1';

/** A container with the lab's nginx and wrk, whose network is loopback only: no proxy of Docker's is in the way. */
export class BenchContainer {
  private constructor(
    private readonly id: string,
    private readonly folder: string,
  ) {}

  /** Calls `use` with a container, and takes it and its image down whatever happens. */
  static async with<T>(use: (container: BenchContainer) => Promise<T>): Promise<T> {
    const image = `session-lab-test-${process.pid}-bench`;
    await buildTarget('bench', image, IMAGE, { NGINX: await imageOf('static') }, {});
    const folder = await mkdtemp(join(tmpdir(), 'session-lab-bench-'));
    try {
      return await BenchContainer.from(image, folder, use);
    } finally {
      await rm(folder, { recursive: true, force: true });
      await docker.getImage(image).remove({ force: true });
    }
  }

  private static async from<T>(
    image: string,
    folder: string,
    use: (container: BenchContainer) => Promise<T>,
  ): Promise<T> {
    const container = await docker.createContainer({
      Image: image,
      Cmd: ['sleep', 'infinity'],
      Labels: { 'session-lab': `test-${process.pid}-bench` },
      HostConfig: {
        Init: true,
        NetworkMode: 'none',
        Binds: [`${folder}:${INSIDE}`],
      },
    });
    try {
      await container.start();
      return await use(new BenchContainer(container.id, folder));
    } finally {
      await container.remove({ force: true, v: true });
    }
  }

  /** What a command says.
   * @throws Error with it, where the command fails. */
  async run(...command: string[]): Promise<string> {
    const { exitCode, output } = await execIn(this.id, command);
    if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${output}`);
    return output;
  }

  /** The numbers of the line that one of the image's scripts says. */
  async numbers(...command: string[]): Promise<number[]> {
    const output = await this.run('taskset', '-c', OTHER_CPU, ...command);
    const numbers = output.split(' ').map(Number);
    if (numbers.some(Number.isNaN)) throw new Error(`${command.join(' ')}: ${output}`);
    return numbers;
  }

  /** An nginx with one worker on one core. @returns the master's process id in the container */
  async start(name: string, conf: string, cpu: string): Promise<string> {
    const inside = join(INSIDE, name);
    const nginx = new Nginx(name, inside, join(this.folder, name), '', (...command) =>
      execIn(this.id, command),
    );
    await nginx.configure(conf, { connections: 4096 });
    await nginx.start('taskset', '-c', cpu);
    return this.run('cat', join(inside, 'pid'));
  }
}
