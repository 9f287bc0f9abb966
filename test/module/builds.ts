import { join } from 'node:path';
import { docker } from '../../cli/lab/docker.js';
import { buildImage, PACKAGE_ROOT, planImages } from '../../cli/lab/index.js';
import { buildTarget, withNginxSource } from '../nginx-source.js';

const IMAGE = join(PACKAGE_ROOT, 'test', 'module', 'image');
const MODULE = join(PACKAGE_ROOT, 'nginx-conf', 'modules', 'consistent_hash');

/**
 * Ways to compile nginx with the module: `static` is the nginx of the lab's own image, the others are targets of
 * image/Dockerfile.
 */
export type Build = 'static' | 'dynamic' | 'bare' | 'sanitized' | 'valgrind' | 'profiled';

/** What stands in front of a configuration for this build. */
export const preambleOf = (build: Build): string =>
  build === 'dynamic'
    ? 'load_module /usr/lib/nginx/modules/ngx_http_upstream_consistent_hash_module.so;\n'
    : '';

const images = new Map<Build, Promise<string>>();

/** Name of the build's image, which is made first.
 * @throws ExecaError with the compiler's words. */
export function imageOf(build: Build): Promise<string> {
  const image = images.get(build) ?? (build === 'static' ? ownImage() : compiled(build));
  images.set(build, image);
  return image;
}

async function ownImage(): Promise<string> {
  const [plan] = await planImages(['nginx'], {}, () => {});
  if (!plan!.built) await buildImage(plan!, () => {});
  return plan!.tag;
}

const compiled = (build: Build): Promise<string> =>
  withNginxSource(`source-${build}`, async (source) => {
    const image = `session-lab-test-${process.pid}-${build}`;
    await buildTarget(build, image, IMAGE, { SOURCE: source }, { consistent_hash: MODULE });
    return image;
  });

/** Takes the names of the images back that only tests need. */
export async function forgetImages(): Promise<void> {
  for (const [build, image] of images)
    if (build !== 'static')
      await docker
        .getImage(await image)
        .remove({ force: true })
        .catch(() => {});
  images.clear();
}
