import { execa } from 'execa';
import { EXIT, LabError, type StoreServer } from '../core/index.js';
import { baseImage } from './base-image.js';
import { imageId } from './docker.js';
import { IMAGE_LABEL } from './labels.js';
import { fingerprint, type ImageRecipe, mustBeNginx, recipeOf } from './recipes.js';
import { whyNoDocker } from './setup/index.js';
import type { Sources } from './sources.js';
import { isFile, unpacked } from './unpack.js';

export type Progress = (line: string) => void;

/** An image as it should be, and whether it is there. */
export interface ImagePlan {
  readonly name: string;
  readonly tag: string;
  readonly built: boolean;
  readonly base: string;
  readonly recipe: ImageRecipe;
}

/**
 * What the images would be called now, and which of them are there. Makes or pulls the base image where it is missing.
 * @throws LabError exit 64 for an image that the lab does not have; exit 3 where there is no base image.
 */
export async function planImages(
  names: readonly string[],
  sources: Sources,
  progress: Progress,
  own: readonly StoreServer[] = [],
): Promise<ImagePlan[]> {
  const recipes = await Promise.all(names.map((name) => recipeOf(name, sources, own)));
  const base = await baseImage(sources.baseImage, progress);
  return Promise.all(
    recipes.map(async (recipe) => {
      const { name, args } = recipe;
      // What a name of an image means may change.
      const from = args['MYSQL_IMAGE'] === undefined ? '' : await imageId(args['MYSQL_IMAGE']);
      const tag = `session-lab/${name}:${await fingerprint(recipe, base.id, recipe.dockerfile, from ?? '')}`;
      return { name, tag, base: base.tag, recipe, built: (await imageId(tag)) !== undefined };
    }),
  );
}

/**
 * Builds one image.
 * @throws LabError exit 3 with the last lines of the step that failed.
 */
export async function buildImage(plan: ImagePlan, progress: Progress): Promise<void> {
  const { nginx_source: source, ...contexts } = plan.recipe.contexts;
  if (source === undefined || !(await isFile(source))) return build(plan, plan.recipe.contexts, progress);
  await unpacked(source, async (folder) => {
    await mustBeNginx(folder);
    await build(plan, { ...contexts, nginx_source: folder }, progress);
  });
}

async function build(
  { name, tag, base, recipe }: ImagePlan,
  contexts: ImageRecipe['contexts'],
  progress: Progress,
): Promise<void> {
  const flags = (flag: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
  const building = execa(
    'docker',
    [
      ...['buildx', 'build', '--progress=plain', '--builder', await localBuilder()],
      ...flags('--build-arg', { BASE_IMAGE: base, ...recipe.args }),
      ...flags('--label', { [IMAGE_LABEL]: name }),
      ...flags('--build-context', contexts),
      ...['--file', `${recipe.folder}/${recipe.dockerfile}`, '--tag', tag, recipe.folder],
    ],
    { all: true, reject: false, stdin: 'ignore' },
  );
  const lines: string[] = [];
  for await (const line of building.iterable({ from: 'all' })) {
    lines.push(line);
    const said = /^#\d+ (?:\d+\.\d+ )?(.+)$/.exec(line)?.[1];
    if (said && !/^(DONE|CACHED|sha256:|transferring)/.test(said)) progress(said);
  }
  const { exitCode } = await building;
  if (exitCode !== 0) throw (await whyNoDocker()) ?? buildFailed(name, lines);
}

/** BuildKit repeats the end of the failing step between two rules of dashes. */
function buildFailed(name: string, lines: readonly string[]): LabError {
  const from = lines.findIndex((line) => /^-+$/.test(line));
  const to = lines.findIndex((line, i) => i > from && /^-+$/.test(line));
  const details = from >= 0 && to > from ? lines.slice(from + 1, to) : lines;
  return new LabError({
    subject: `image ${name}`,
    reason: 'could not be built; the failing step ended with the lines below',
    hint: `Mend what they say, then run \`lab build ${name}\`.`,
    exitCode: EXIT.environment,
    details: details.slice(-20),
  });
}

/** The builder of Docker's own context sees local images; another default builder (docker-container) does not. */
const localBuilder = async (): Promise<string> => (await execa('docker', ['context', 'show'])).stdout.trim();
