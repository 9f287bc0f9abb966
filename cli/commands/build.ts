import { Command } from 'commander';
import { buildImage, IMAGE_NAMES, type ImagePlan, planImages } from '../lab/index.js';
import { withJson } from './options.js';
import { print, printJson, table } from './print.js';
import { doTasks } from './progress.js';

export function buildCommand(): Command {
  return withJson(new Command('build'))
    .description('build the images, those that are not there yet')
    .argument('[image...]', `${IMAGE_NAMES.join(', ')} (default: all)`)
    .action(async (names: string[], { json }: { json?: true }) => {
      const plans = await buildImages(names.length > 0 ? names : IMAGE_NAMES);
      const rows = plans.map(({ name, tag, built }) => ({ name, tag, built: built ? 'was there' : 'built' }));
      if (json) printJson(rows);
      else
        print(
          table(
            ['IMAGE', 'TAG', ''],
            rows.map((row) => Object.values(row)),
          ),
        );
    });
}

/** Builds what is missing, side by side. @returns the plans as they were before. */
export async function buildImages(names: readonly string[]): Promise<ImagePlan[]> {
  let plans: ImagePlan[] = [];
  await doTasks([
    {
      title: 'Look what has to be built',
      run: async (say) => {
        plans = await planImages(names, say);
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
