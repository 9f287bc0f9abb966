import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecResult } from '../../cli/lab/docker.js';

const DEADLINE_MS = 60_000;

export const every = async (what: string, done: () => Promise<boolean> | boolean): Promise<void> => {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${DEADLINE_MS / 1000} s`);
    await pause(20);
  }
};

export interface Processes {
  readonly workers?: number;
  /** Of each worker. An engine may allow a process 1,024 files, and nginx warns where it could need more. */
  readonly connections?: number;
}

/** One nginx in a box: a master of its own, with its own folder. */
export class Nginx {
  private running = false;
  /** Workers of earlier starts: killed ones do not say that they ended. */
  private ended: readonly string[] = [];
  /** How many the configuration wants. */
  private workers = 0;

  /** @param inside its folder as the container sees it; `outside`, as the test does. */
  constructor(
    readonly name: string,
    private readonly inside: string,
    private readonly outside: string,
    private readonly preamble: string,
    private readonly run: (...command: string[]) => Promise<ExecResult>,
  ) {}

  /** Writes the configuration: what stands in `http`, or whole, where it begins with another block. */
  async configure(conf: string, { workers = 1, connections = 1000 }: Processes = {}): Promise<void> {
    await mkdir(this.outside, { recursive: true });
    const text = `${this.preamble}user www-data;
worker_processes ${workers};
worker_shutdown_timeout 10s;
pid ${this.inside}/pid;
error_log ${this.inside}/error.log notice;
events { worker_connections ${connections}; }
http {
access_log off;
${conf}
}
`;
    this.workers = workers;
    await writeFile(join(this.outside, 'nginx.conf'), text);
  }

  /** The configuration as it is now. */
  text(): Promise<string> {
    return readFile(join(this.outside, 'nginx.conf'), 'utf8');
  }

  private command(log = 'error.log'): string[] {
    const { inside } = this;
    return ['nginx', '-p', '/etc/nginx', '-e', `${inside}/${log}`, '-c', `${inside}/nginx.conf`];
  }

  /** `nginx -t`, with what it says. It ends without giving its memory back, so leaks are not looked for. */
  check(): Promise<ExecResult> {
    return this.run('env', 'LSAN_OPTIONS=detect_leaks=0', ...this.command('check.log'), '-t');
  }

  /** @param under a program to run it with, valgrind say. */
  async start(...under: string[]): Promise<void> {
    const before = await this.started();
    const { exitCode, output } = await this.run(...under, ...this.command());
    if (exitCode !== 0) throw new Error(`nginx ${this.name}: ${output}`);
    this.running = true;
    await this.awaitWorkers(before);
  }

  /** Takes a new configuration over, or the same; waits until new workers serve and the old ones are gone. */
  async reload(conf?: string, options?: Processes): Promise<void> {
    if (conf !== undefined) await this.configure(conf, options);
    const before = await this.started();
    await this.kill('HUP', await this.pid());
    await this.awaitWorkers(before);
  }

  /** Pauses its workers, or lets them go on: the kernel accepts connections, and nobody answers. */
  async freeze(signal: 'STOP' | 'CONT' = 'STOP'): Promise<void> {
    await this.kill(signal, ...(await this.living()));
  }

  /** `QUIT`: when all requests are answered. `KILL`: as a crash, so that connections are refused. */
  async stop(signal: 'QUIT' | 'KILL' = 'QUIT'): Promise<void> {
    if (!this.running) return;
    this.running = false;
    const pids = [await this.pid(), ...(await this.living())];
    await this.kill(signal, ...(signal === 'KILL' ? pids : pids.slice(0, 1)));
    this.ended = await this.started();
    // A worker that has not ended holds the port.
    const present = pids.map((pid) => `[ -e /proc/${pid} ]`).join(' || ');
    await every(
      `nginx ${this.name} to end`,
      async () => (await this.run('sh', '-c', present)).exitCode === 1,
    );
  }

  log(): Promise<string> {
    return readFile(join(this.outside, 'error.log'), 'utf8').catch(() => '');
  }

  /** Lines of the log that no test expects. */
  async complaints(): Promise<string[]> {
    const lines = (await this.log()).split('\n');
    return lines.filter((line) => /\[(alert|crit|emerg)\]|exited on signal/.test(line));
  }

  /** By the shell's own command, since not every image has a program for it. */
  private async kill(signal: string, ...pids: string[]): Promise<void> {
    const { exitCode, output } = await this.run('sh', '-c', `kill -${signal} ${pids.join(' ')}`);
    if (exitCode !== 0) throw new Error(`kill -${signal} nginx ${this.name}: ${output}`);
  }

  private async pid(): Promise<string> {
    return (await readFile(join(this.outside, 'pid'), 'utf8')).trim();
  }

  private async started(): Promise<string[]> {
    return [...(await this.log()).matchAll(/start worker process (\d+)/g)].map(([, pid]) => pid!);
  }

  private async living(): Promise<string[]> {
    const log = await this.log();
    const started = (await this.started()).slice(this.ended.length);
    return started.filter((pid) => !log.includes(`worker process ${pid} exited`));
  }

  private awaitWorkers(before: readonly string[]): Promise<void> {
    return every(`workers of nginx ${this.name}`, async () => {
      const living = await this.living();
      return living.length === this.workers && !living.some((pid) => before.includes(pid));
    });
  }
}
