import { Command, Option } from 'commander';
import { checkName, type Removed, removeImages, takeDown } from '../lab/index.js';
import { flag, type LabOptions, withJson, withLab } from './options.js';
import { print, printJson } from './print.js';
import { doTasks } from './progress.js';

interface DownOptions extends LabOptions {
  readonly all?: true;
  readonly images?: true;
  readonly json?: true;
}

export function downCommand(): Command {
  const command = new Command('down').description(
    'remove a lab: everything in Docker that carries its label',
  );
  return (
    withJson(withLab(command))
      // Not LAB_ALL: that is the demo's, and must never take other labs down.
      .addOption(new Option('--all', 'every lab on this machine').env('LAB_DOWN_ALL'))
      .addOption(flag('--images', 'the images too'))
      .action(async ({ dir, name, all, images, json }: DownOptions) => {
        let removed!: Removed;
        await doTasks([
          {
            title: all ? 'Remove all labs' : `Remove lab ${name}`,
            run: async (say) => {
              removed = await takeDown({ stateDir: dir, ...(!all && { name: checkName(name) }) }, say);
              if (images) removed = { ...removed, images: await removeImages() };
            },
          },
        ]);
        if (json) printJson(removed);
        else print(summary(removed));
      })
  );
}

export function summary({ containers, networks, volumes, images }: Removed): string {
  if (containers + networks + volumes + images === 0) return 'There was nothing to remove.';
  return `Removed ${containers} containers, ${networks} networks, ${volumes} volumes and ${images} images.`;
}
