import { Command } from 'commander';
import { collectGarbage, type Removed } from '../lab/index.js';
import { summary } from './down.js';
import { type LabOptions, withDir, withJson } from './options.js';
import { print, printJson } from './print.js';
import { doTasks } from './progress.js';

export function gcCommand(): Command {
  const command = new Command('gc').description('remove what crashed labs left behind');
  return withJson(withDir(command)).action(
    async ({ dir, json }: Pick<LabOptions, 'dir'> & { json?: true }) => {
      let removed: Removed[] = [];
      await doTasks([
        {
          title: 'Look for labs that nobody wants any more',
          run: async (say) => {
            removed = await collectGarbage(dir, say);
          },
        },
      ]);
      if (json) return printJson(removed);
      if (removed.length === 0) print('There was nothing to remove.');
      for (const one of removed) print(`${one.labs.join(', ')}: ${summary(one)}`);
    },
  );
}
