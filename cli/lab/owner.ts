import { hostname } from 'node:os';
import { docker, isNotFound, volumesOf } from './docker.js';
import { LABEL, OWNER_LABEL, volumeName } from './labels.js';

/** Says in Docker that this process is at work on a lab: `lab gc` leaves the lab alone while the process lives. */
export async function claim(lab: string): Promise<void> {
  await release(lab);
  await docker.createVolume({
    Name: volumeName(lab, 'owner'),
    Labels: { [LABEL]: lab, [OWNER_LABEL]: `${hostname()} ${process.pid}` },
  });
}

export async function release(lab: string): Promise<void> {
  await docker
    .getVolume(volumeName(lab, 'owner'))
    .remove()
    .catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
}

/** Does the process live that claims this lab? One on another machine that shares the engine counts as living. */
export async function hasLivingOwner(lab: string): Promise<boolean> {
  const claims = (await volumesOf(lab)).map((volume) => volume.Labels?.[OWNER_LABEL]).filter(Boolean);
  return claims.some((text) => {
    const [host, pid] = text!.split(' ');
    return host !== hostname() || isAlive(Number(pid));
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
