import { constants } from 'node:fs';
import { access, readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type AptSource, parseDeb822, parseList, summarize } from './apt-sources.js';
import type { Facts, System } from './facts.js';
import { lookForDocker } from './look-docker.js';

/** Looks at this machine and changes nothing. */
export async function look(): Promise<Facts> {
  const system = parseSystem(await textOf('/etc/os-release', '/usr/lib/os-release'));
  const [docker, sources, engine, iptables, mmdebstrap, gpg, debianKeys, systemd, fromDocker] =
    await Promise.all([
      lookForDocker(),
      aptSources('/etc/apt'),
      isCommand('dockerd'),
      isCommand('iptables'),
      isCommand('mmdebstrap'),
      isCommand('gpg'),
      exists('/usr/share/keyrings/debian-archive-keyring.gpg'),
      exists('/run/systemd/system'),
      anyExists('/var/lib/dpkg/info/docker-ce.list', '/var/lib/dpkg/info/docker-ce-cli.list'),
    ]);
  return {
    ...docker,
    platform: process.platform,
    system,
    root: process.getuid?.() === 0,
    systemd,
    engine,
    fromDocker,
    iptables,
    mmdebstrap,
    gpg,
    debianKeys,
    apt: summarize(sources, system.codename),
  };
}

/** Reads an os-release file. */
export function parseSystem(text: string): System {
  const values = new Map(
    text.split('\n').flatMap((line) => {
      const pair = /^([A-Z_]+)=(.*)$/.exec(line.trim());
      return pair ? [[pair[1]!, pair[2]!.replace(/^(["'])(.*)\1$/, '$2')] as const] : [];
    }),
  );
  return {
    id: values.get('ID') ?? '',
    version: values.get('VERSION_ID') ?? '',
    codename: values.get('VERSION_CODENAME') ?? '',
    name: values.get('PRETTY_NAME') ?? process.platform,
  };
}

/** Every enabled entry of apt's two places, in both of its forms. */
export async function aptSources(folder: string): Promise<AptSource[]> {
  const parts = await readdir(join(folder, 'sources.list.d')).catch(() => []);
  const files = ['sources.list', ...parts.sort().map((name) => join('sources.list.d', name))];
  const entries = files.map(async (name) => {
    const parse = name.endsWith('.sources') ? parseDeb822 : name.endsWith('.list') ? parseList : undefined;
    return parse ? parse(await textOf(join(folder, name))) : [];
  });
  return (await Promise.all(entries)).flat();
}

async function textOf(...paths: string[]): Promise<string> {
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return '';
}

const exists = (path: string, mode = constants.F_OK) =>
  access(path, mode).then(
    () => true,
    () => false,
  );

const anyExists = async (...paths: string[]) =>
  (await Promise.all(paths.map((path) => exists(path)))).includes(true);

/** Folders of daemons, which a user's PATH may leave out. */
export const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

async function isCommand(name: string): Promise<boolean> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...SBIN];
  return (await Promise.all(folders.map((folder) => exists(join(folder, name), constants.X_OK)))).includes(
    true,
  );
}
