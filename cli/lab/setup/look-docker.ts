import { execa } from 'execa';
import type { Daemon, DockerFacts } from './facts.js';
import { askSocket, SOCKET } from './socket.js';

const PATIENCE_MS = 5000;

/** Looks for what every verb needs; about as fast as the slowest of three `docker … version`. */
export async function lookForDocker(): Promise<DockerFacts> {
  const [{ client, daemon }, compose, buildx] = await Promise.all([
    clientAndDaemon(),
    versionOf('compose', 'version', '--short'),
    versionOf('buildx', 'version'),
  ]);
  return { client, compose, buildx, daemon, elsewhere: otherHost(process.env['DOCKER_HOST']) };
}

const otherHost = (host: string | undefined) =>
  host && ![`unix://${SOCKET}`, 'unix:///run/docker.sock'].includes(host) ? host : null;

// The client knows DOCKER_HOST and contexts; without one the daemon can be there all the same.
async function clientAndDaemon(): Promise<{ client: string | null; daemon: Daemon }> {
  const { exitCode, stdout, stderr, code } = await docker('version', '--format', '{{json .}}');
  if (code === 'ENOENT') return { client: null, daemon: await askSocket() };
  const answer = exitCode === undefined ? {} : jsonOf(stdout);
  const version = answer.Server?.Version;
  return {
    client: answer.Client?.Version ?? 'of unknown version',
    daemon: version
      ? { state: 'answers', version }
      : { state: /permission denied/i.test(stderr) ? 'forbidden' : 'silent' },
  };
}

interface Versions {
  readonly Client?: { readonly Version?: string };
  readonly Server?: { readonly Version?: string } | null;
}

function jsonOf(text: string): Versions {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

async function versionOf(...args: string[]): Promise<string | null> {
  const { exitCode, stdout } = await docker(...args);
  return exitCode === 0 ? (/\bv?(\d+\.\d+\S*)/.exec(stdout)?.[1] ?? null) : null;
}

const docker = (...args: string[]) =>
  execa('docker', args, { reject: false, stdin: 'ignore', timeout: PATIENCE_MS });
