import { EXIT, LabError } from '../../core/index.js';
import type { DockerFacts } from './facts.js';
import { lookForDocker } from './look-docker.js';

/** Why a Docker call has just failed, where it is for want of Docker: undefined where all of it is there. */
export async function whyNoDocker(): Promise<LabError | undefined> {
  return missingDocker(await lookForDocker());
}

/** The one error for everything that can be missing of Docker, the most basic part first. */
export function missingDocker({
  client,
  compose,
  buildx,
  daemon,
  elsewhere,
}: DockerFacts): LabError | undefined {
  if (!client) return lacks('the docker command', 'is not installed');
  if (daemon.state === 'forbidden')
    return lacks(
      'Docker daemon',
      'its socket is not for this user',
      'Run as root, or join the group "docker".',
    );
  if (daemon.state === 'silent')
    return elsewhere
      ? lacks(
          'Docker daemon',
          `does not answer at DOCKER_HOST=${elsewhere}`,
          'Start it, or unset DOCKER_HOST.',
        )
      : lacks('Docker daemon', 'is not running');
  if (!compose) return lacks('Compose v2 plugin of Docker', 'is not installed');
  if (!buildx) return lacks('buildx plugin of Docker', 'is not installed');
  return undefined;
}

const lacks = (subject: string, reason: string, hint = 'Run `./lab setup --yes`.') =>
  new LabError({ subject, reason, hint, exitCode: EXIT.environment });
