import { resolve } from 'node:path';
import { Command } from 'commander';
import {
  BUNDLED,
  buildImage,
  IMAGE_NAMES,
  type ImagePlan,
  merged,
  planImages,
  readSources,
  type Sources,
  sourcesFile,
  writeSources,
} from '../lab/index.js';
import { flag, type LabOptions, withDir, withJson } from './options.js';
import { print, printJson, table } from './print.js';
import { doTasks } from './progress.js';

interface BuildOptions extends Pick<LabOptions, 'dir'>, Sources {
  readonly json?: true;
}

const path = (value: string): string => (value === BUNDLED ? value : resolve(value));

export function buildCommand(): Command {
  return withJson(withDir(new Command('build')))
    .description('build the images, those that are not there yet')
    .argument('[image...]', `${IMAGE_NAMES.join(', ')} (default: all)`)
    .addOption(flag('--nginx-src <path>', 'folder or .tar.gz of another nginx source', path))
    .addOption(flag('--consistent-hash-src <folder>', 'another nginx add-on with that directive', path))
    .addOption(
      flag(
        '--mysql-image <image>',
        'a server in place of MariaDB, in the manner of the official mysql image',
      ),
    )
    .addOption(flag('--base-image <image>', 'the image that all others are built from'))
    .action(async (names: string[], { dir, json, ...said }: BuildOptions) => {
      const file = sourcesFile(dir);
      const sources = merged(await readSources(file), said);
      const plans = await buildImages(names.length > 0 ? names : IMAGE_NAMES, sources);
      await writeSources(file, sources);
      const rows = plans.map(({ name, tag, built }) => ({ name, tag, built: built ? 'was there' : 'built' }));
      if (json) return printJson(rows);
      print(
        table(
          ['IMAGE', 'TAG', ''],
          rows.map((row) => Object.values(row)),
        ),
      );
    });
}

/** Builds what is missing, side by side. @returns the plans as they were before. */
export async function buildImages(names: readonly string[], sources: Sources): Promise<ImagePlan[]> {
  let plans: ImagePlan[] = [];
  await doTasks([
    {
      title: 'Look what has to be built',
      run: async (say) => {
        plans = await planImages(names, sources, say);
      },
    },
  ]);
  const missing = plans.filter(({ built }) => !built);
  if (missing.length > 0)
    await doTasks(
      missing.map((plan) => ({ title: `Build ${plan.name}`, run: (say) => buildImage(plan, say) })),
      { sideBySide: true },
    );
  return plans;
}
