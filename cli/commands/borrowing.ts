import { findStrategy } from '../catalog/index.js';
import type { Strategy } from '../core/index.js';
import { checkName, openLab, type RunningLab, takeDown, up } from '../lab/index.js';
import { bringUp } from './bringing-up.js';
import { healJournal } from './heal.js';
import { chosenStrategies, inOrder, type LabOptions } from './options.js';
import { note } from './print.js';
import { doTasks } from './progress.js';

export interface Borrowed {
  readonly lab: RunningLab;
  readonly strategies: readonly Strategy[];
}

/**
 * Lends a lab with these strategies (default: those that are up, else the demo's), free of faults, and leaves everything
 * as it was found: what had to be started is taken down again.
 * @param keep a lab that had to be started stays up.
 */
export async function borrowLab(
  { dir, name }: LabOptions,
  wanted: readonly Strategy[] | undefined,
  use: (borrowed: Borrowed) => Promise<void>,
  keep = false,
): Promise<void> {
  const before = await openLab(dir, checkName(name), findStrategy);
  const strategies = wanted ?? before?.chosen ?? chosenStrategies(undefined);
  const missing = strategies.filter((one) => !before?.chosen.some(({ id }) => id === one.id));
  const stateDir = dir;
  const giveBack = async (lab: RunningLab | undefined) => {
    if (lab === before || (keep && !before)) return;
    await doTasks([
      before
        ? {
            title: `Take the added strategies out of lab ${name} again`,
            run: (say) => up({ stateDir, name, strategies: before.chosen, keep: true }, say),
          }
        : { title: `Take down lab ${name}`, run: (say) => takeDown({ stateDir, name }, say) },
    ]);
  };
  let lab = before;
  if (missing.length > 0) {
    const together = inOrder([...(before?.chosen ?? []), ...missing]);
    lab = await bringUp(`Bring up lab ${name} with ${together.map(({ id }) => id).join(', ')}`, {
      stateDir,
      name,
      strategies: together,
      keep: keep || before !== undefined,
    });
  }
  try {
    const healed = await healJournal(lab!);
    if (healed.length > 0)
      note(`Healed what an earlier run or \`lab fault\` left in force: ${healed.join(', ')}.`);
    await use({ lab: lab!, strategies });
  } finally {
    await giveBack(lab);
  }
}
