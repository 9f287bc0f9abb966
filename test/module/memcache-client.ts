import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker, execIn } from '../../cli/lab/docker.js';
import { buildImage, PACKAGE_ROOT, planImages } from '../../cli/lab/index.js';
import type { RingServer } from '../../cli/rings/index.js';
import { every } from './nginx.js';

const SCRIPT = 'memcache-client.php';
export const FIRST_PORT = 11211;

/** What the client is asked: where it stores the keys, or, without any server being there, where it would. */
export interface Task {
  /** `host:port` each: the host as the client is to write it. */
  readonly servers: readonly RingServer[];
  readonly keys: readonly string[];
  readonly store: boolean;
  /** Settings `memcache.…` of PHP. */
  readonly settings: Readonly<Record<string, string>>;
}

/** For each key, the servers that have it, as `host:port`. */
export type Client = (task: Task) => Promise<string[][]>;

/**
 * Calls `use` with PHP's extension memcache as the lab's backend has it, in one network namespace with so many memcached of
 * the lab, at 127.0.0.1 and [::1], from FIRST_PORT on.
 * @throws Error with what PHP said. */
export async function withClient(servers: number, use: (client: Client) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'session-lab-memcache-'));
  const created: string[] = [];
  try {
    const [php, memcached] = await imagesOf('backend', 'memcached');
    const ports = Array.from({ length: servers }, (_, n) => FIRST_PORT + n);
    const commands = ports.map((port) => `memcached -u memcache -l 127.0.0.1,::1 -p ${port} -t 1 &`);
    const store = await start(
      created,
      memcached!,
      ['sh', '-c', `${commands.join('\n')}\nexec sleep infinity`],
      {
        Sysctls: { 'net.ipv6.conf.lo.disable_ipv6': '0' },
      },
    );
    const client = await start(created, php!, ['sleep', 'infinity'], {
      NetworkMode: `container:${store}`,
      Binds: [`${folder}:/client`],
    });
    await copyFile(join(PACKAGE_ROOT, 'test', 'module', SCRIPT), join(folder, SCRIPT));
    for (const port of ports) await answers(client, port);
    await use((task) => ask(client, folder, task));
  } finally {
    // In the order in which they need each other, backwards.
    for (const container of created.reverse())
      await docker.getContainer(container).remove({ force: true, v: true });
    await rm(folder, { recursive: true, force: true });
  }
}

async function ask(client: string, folder: string, { servers, settings, ...task }: Task) {
  const parts = servers.map(({ address, weight = 1 }) => {
    const colon = address.lastIndexOf(':');
    return [address.slice(0, colon), Number(address.slice(colon + 1)), weight];
  });
  await writeFile(join(folder, 'task.json'), JSON.stringify({ ...task, servers: parts }));
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-d', `memcache.${key}=${value}`]);
  const { exitCode, output } = await execIn(client, [
    'php',
    ...flags,
    `/client/${SCRIPT}`,
    '/client/task.json',
  ]);
  if (exitCode !== 0) throw new Error(`php: ${output}`);
  return JSON.parse(output) as string[][];
}

const answers = (client: string, port: number) =>
  every(`memcached at ${port}`, async () => {
    const connect = ['127.0.0.1', '[::1]'].map((host) => `@stream_socket_client("tcp://${host}:${port}")`);
    return (await execIn(client, ['php', '-r', `exit(${connect.join(' && ')} ? 0 : 1);`])).exitCode === 0;
  });

async function start(
  created: string[],
  image: string,
  command: readonly string[],
  host: object,
): Promise<string> {
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: [...command],
    User: '0',
    Labels: { 'session-lab': `test-${process.pid}-memcache` },
    HostConfig: { Init: true, ...host },
  });
  created.push(container.id);
  await container.start();
  return container.id;
}

const imagesOf = async (...names: string[]): Promise<string[]> => {
  const plans = await planImages(names, {}, () => {});
  for (const plan of plans) if (!plan.built) await buildImage(plan, () => {});
  return plans.map(({ tag }) => tag);
};
