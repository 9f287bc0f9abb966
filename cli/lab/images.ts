import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT, LabError } from '../core/index.js';
import { baseImage } from './base-image.js';
import { imageId } from './docker.js';
import { IMAGE_LABEL } from './labels.js';
import { PACKAGE_ROOT } from './paths.js';
import { whyNoDocker } from './setup/index.js';
import { filesBelow } from './sync.js';

export type Progress = (line: string) => void;

interface ImageRecipe {
  readonly name: string;
  /** Named build contexts beside the image's own folder, relative to the package. */
  readonly contexts: Readonly<Record<string, string>>;
}

const COMMON = { common: 'compose/common' };

const RECIPES: readonly ImageRecipe[] = [
  { name: 'nginx', contexts: { ...COMMON, consistent_hash: 'nginx-conf/modules/consistent_hash' } },
  { name: 'backend', contexts: COMMON },
  { name: 'redis', contexts: COMMON },
];

export const IMAGE_NAMES = RECIPES.map((recipe) => recipe.name);

/** An image as it should be: its tag is a hash of everything that it is made from, so that a tag never lies. */
export interface ImagePlan {
  readonly name: string;
  readonly tag: string;
  readonly built: boolean;
  readonly base: string;
}

/** What the images would be called now, and which of them are there. Makes or pulls the base image where it is missing. */
export async function planImages(names: readonly string[], progress: Progress): Promise<ImagePlan[]> {
  const base = await baseImage(progress);
  return Promise.all(
    names.map(async (name) => {
      const tag = `session-lab/${name}:${await fingerprint(recipeOf(name), base.id)}`;
      return { name, tag, base: base.tag, built: (await imageId(tag)) !== undefined };
    }),
  );
}

/**
 * Builds one image.
 * @throws LabError exit 3 with the last lines of the step that failed.
 */
export async function buildImage(plan: ImagePlan, progress: Progress): Promise<void> {
  const recipe = recipeOf(plan.name);
  const contexts = Object.entries(recipe.contexts).flatMap(([name, folder]) => [
    '--build-context',
    `${name}=${join(PACKAGE_ROOT, folder)}`,
  ]);
  const build = execa(
    'docker',
    [
      ...['buildx', 'build', '--progress=plain', '--builder', await localBuilder()],
      ...['--build-arg', `BASE_IMAGE=${plan.base}`, '--label', `${IMAGE_LABEL}=${plan.name}`],
      ...contexts,
      ...['--tag', plan.tag, join(PACKAGE_ROOT, 'compose', plan.name)],
    ],
    { all: true, reject: false, stdin: 'ignore' },
  );
  const lines: string[] = [];
  for await (const line of build.iterable({ from: 'all' })) {
    lines.push(line);
    const said = /^#\d+ (?:\d+\.\d+ )?(.+)$/.exec(line)?.[1];
    if (said && !/^(DONE|CACHED|sha256:|transferring)/.test(said)) progress(said);
  }
  const { exitCode } = await build;
  if (exitCode !== 0) throw (await whyNoDocker()) ?? buildFailed(plan.name, lines);
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

async function fingerprint(recipe: ImageRecipe, baseId: string): Promise<string> {
  const hash = createHash('sha256').update(baseId);
  for (const folder of [join('compose', recipe.name), ...Object.values(recipe.contexts)]) {
    for (const [path, content] of Object.entries(await filesBelow(join(PACKAGE_ROOT, folder), /\.md$/))) {
      hash.update(`\0${folder}/${path}\0`).update(content);
    }
  }
  return hash.digest('hex').slice(0, 12);
}

function recipeOf(name: string): ImageRecipe {
  const recipe = RECIPES.find((one) => one.name === name);
  if (recipe) return recipe;
  throw new LabError({
    subject: `image ${JSON.stringify(name)}`,
    reason: 'is not one of the lab',
    hint: `Images: ${IMAGE_NAMES.join(', ')}.`,
    exitCode: EXIT.usage,
  });
}
