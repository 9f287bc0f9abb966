import { Readable } from 'node:stream';
import { docker, isConflict, isNotFound } from '../docker.js';
import { IMAGE_LABEL, LABEL } from '../labels.js';

const NAME = 'doctor';
const DEADLINE_MS = 30_000;
/** Two blocks of zeros: a tar archive without files. */
const EMPTY_TAR = Buffer.alloc(1024);

/**
 * Starts one container as hardened as the lab's, waits until it ends, and removes it. It needs no image of the lab and no
 * registry: its image is empty, and what runs in it is the init that the engine itself puts into every container of the lab.
 * @returns milliseconds from creating it to its end.
 */
export async function tryContainer(): Promise<number> {
  const image = `session-lab/${NAME}:${process.pid}`;
  const abortSignal = AbortSignal.timeout(DEADLINE_MS);
  try {
    await importEmpty(image);
    return await removing(docker.getImage(image), () => startOne(image, abortSignal));
  } catch (error) {
    if (abortSignal.aborted) throw new Error(`it was not over after ${DEADLINE_MS / 1000} s`);
    throw error;
  }
}

async function importEmpty(image: string): Promise<void> {
  const [repo, tag] = image.split(':');
  const answer = await docker.importImage(Readable.from([EMPTY_TAR]), {
    repo,
    tag,
    changes: `LABEL ${IMAGE_LABEL}=${NAME}`,
  });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(answer, (error) => (error ? reject(error) : resolve()));
  });
}

async function startOne(image: string, abortSignal: AbortSignal): Promise<number> {
  const began = performance.now();
  const container = await docker.createContainer({
    name: `session-lab-${NAME}-${process.pid}`,
    Image: image,
    Cmd: ['/sbin/docker-init', '--version'],
    User: '65534:65534',
    Labels: { [LABEL]: NAME },
    HostConfig: {
      // The engine removes it even where this process is killed meanwhile.
      AutoRemove: true,
      Init: true,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      NetworkMode: 'none',
      Memory: 32 * 1024 ** 2,
      PidsLimit: 16,
    },
    abortSignal,
  });
  return removing(container, async () => {
    const removed = container.wait({ condition: 'removed', abortSignal });
    // A start that fails is what is reported; the wait then fails as well.
    removed.catch(() => {});
    await container.start({ abortSignal });
    const { StatusCode: status } = await removed;
    if (status !== 0) throw new Error(`it ended with status ${status}`);
    return performance.now() - began;
  });
}

/** Removes something after its use; a failure of the use is what is thrown, not one of the removal after it. */
async function removing<T>(
  thing: { remove(options: { force: true }): Promise<unknown> },
  use: () => Promise<T>,
): Promise<T> {
  const remove = () =>
    thing.remove({ force: true }).catch((error: unknown) => {
      if (!isNotFound(error) && !isConflict(error)) throw error;
    });
  const result = await use().catch(async (error: unknown) => {
    await remove().catch(() => {});
    throw error;
  });
  await remove();
  return result;
}
