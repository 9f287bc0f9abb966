import { isBackend, type Role } from '../core/index.js';
import { docker, isNotFound } from './docker.js';
import { containerName, volumeName } from './labels.js';

/** Removes the container of a role, and what a backend has on its disk; what is not there is as it should be. */
export async function removeServer(lab: string, role: Role): Promise<void> {
  const gone = (error: unknown) => {
    if (!isNotFound(error)) throw error;
  };
  await docker.getContainer(containerName(lab, role)).remove({ force: true }).catch(gone);
  if (isBackend(role)) await docker.getVolume(volumeName(lab, role)).remove().catch(gone);
}
