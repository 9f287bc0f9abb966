import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { EXIT, LabError, type StoreServer } from '../core/index.js';
import { PACKAGE_ROOT } from './paths.js';
import type { Sources } from './sources.js';
import { filesBelow } from './sync.js';
import { isFile } from './unpack.js';

/** What one image is built from. Paths are absolute. */
export interface ImageRecipe {
  readonly name: string;
  readonly folder: string;
  /** Name of its Dockerfile in the folder. */
  readonly dockerfile: string;
  /** Named build contexts beside the folder: folders, or archives of one. */
  readonly contexts: Readonly<Record<string, string>>;
  readonly args: Readonly<Record<string, string>>;
}

const COMPOSE = join(PACKAGE_ROOT, 'compose');
const COMMON = { common: join(COMPOSE, 'common') };
const MODULE = join(PACKAGE_ROOT, 'nginx-conf', 'modules', 'consistent_hash');
/** A build context that holds nothing: the Dockerfile fetches Debian's source then. */
const NOTHING = join(COMPOSE, 'nginx', 'no-source');

export const IMAGE_NAMES = ['nginx', 'backend', 'redis', 'memcached', 'mysql', 'galera'] as const;

/**
 * @param own servers that are people's own: their images are called as their service, and lie in their folder.
 * @throws LabError exit 64 for a name that no image has, or a source that is not what it should be.
 */
export async function recipeOf(
  name: string,
  sources: Sources,
  own: readonly StoreServer[] = [],
): Promise<ImageRecipe> {
  const plain = { name, folder: join(COMPOSE, name), dockerfile: 'Dockerfile', contexts: COMMON, args: {} };
  const server = own.find((one) => one.folder !== undefined && one.service === name);
  if (server) return { ...plain, folder: join(server.folder!, name) };
  if (name === 'nginx') {
    const source = sources.nginxSrc && resolve(sources.nginxSrc);
    if (source && !(await isFile(source))) await mustBeNginx(source);
    const module = sources.consistentHashSrc && resolve(sources.consistentHashSrc);
    if (module) await mustHold(module, ['config'], '--consistent-hash-src', 'an nginx add-on');
    return {
      ...plain,
      contexts: { ...COMMON, nginx_source: source || NOTHING, consistent_hash: module || MODULE },
      args: {
        ...(module && { CONSISTENT_HASH: `${basename(module)} ${await digestOf([module])}` }),
        ...((module || source) && { WARNINGS: '-Wno-error' }),
      },
    };
  }
  if (name === 'mysql' && sources.mysqlImage)
    return { ...plain, dockerfile: 'foreign.Dockerfile', args: { MYSQL_IMAGE: sources.mysqlImage } };
  if ((IMAGE_NAMES as readonly string[]).includes(name)) return plain;
  throw new LabError({
    subject: `image ${JSON.stringify(name)}`,
    reason: 'is not one of the lab',
    hint: `Images: ${IMAGE_NAMES.join(', ')}.`,
    exitCode: EXIT.usage,
  });
}

/** A hash of everything that the image is made from, so that a tag never lies. */
export const fingerprint = async (recipe: ImageRecipe, ...inputs: readonly string[]): Promise<string> =>
  digestOf([recipe.folder, ...Object.values(recipe.contexts)], [...inputs, JSON.stringify(recipe.args)]);

/** Of folders with their files' modes, and of archives. */
async function digestOf(paths: readonly string[], inputs: readonly string[] = []): Promise<string> {
  const hash = createHash('sha256').update(inputs.join('\0'));
  for (const [i, path] of paths.entries()) {
    if (await isFile(path)) {
      hash.update(`\0${i}\0`).update(await readFile(path));
      continue;
    }
    for (const [file, content] of Object.entries(await filesBelow(path, /\.md$|^\.git\//))) {
      const { mode } = await stat(join(path, file));
      hash.update(`\0${i}/${file} ${mode & 0o100}\0`).update(content);
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/** @throws LabError exit 64. */
export const mustBeNginx = (folder: string): Promise<void> =>
  mustHold(folder, ['configure', 'auto/configure'], '--nginx-src', 'an nginx source');

async function mustHold(folder: string, oneOf: readonly string[], flag: string, what: string): Promise<void> {
  const found = await Promise.all(
    oneOf.map((file) =>
      stat(join(folder, file)).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (found.some(Boolean)) return;
  throw new LabError({
    subject: folder,
    reason: existsSync(folder) ? `is not ${what}: it has no file ${oneOf.join(' or ')}` : 'does not exist',
    hint: `Give another one, or go back to what is bundled with \`lab build ${flag} bundled\`.`,
    exitCode: EXIT.usage,
  });
}
