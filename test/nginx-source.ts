import { execa } from 'execa';
import { docker } from '../cli/lab/docker.js';
import { planImages } from '../cli/lab/index.js';

/**
 * Calls `use` with an image that has the compiler and, in /usr/src/nginx, the sources that the lab's nginx is made from:
 * the first stage of its build. The image's name is gone afterwards, Docker's build cache has it on.
 */
export async function withNginxSource<T>(name: string, use: (image: string) => Promise<T>): Promise<T> {
  const [plan] = await planImages(['nginx'], {}, () => {});
  const { recipe, base } = plan!;
  const image = `session-lab-test-${process.pid}-${name}`;
  await buildTarget('source', image, recipe.folder, { BASE_IMAGE: base }, recipe.contexts);
  try {
    return await use(image);
  } finally {
    await docker.getImage(image).remove();
  }
}

/** Builds one target of the Dockerfile in a folder. */
export const buildTarget = (
  target: string,
  image: string,
  folder: string,
  args: Readonly<Record<string, string>>,
  contexts: Readonly<Record<string, string>>,
) => {
  const flags = (flag: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
  return execa('docker', [
    ...['buildx', 'build', '--progress=plain', '--target', target, '--tag', image],
    ...flags('--build-arg', args),
    ...flags('--build-context', contexts),
    folder,
  ]);
};
