import { findStrategy } from '../catalog/index.js';
import type { Strategy } from '../core/index.js';
import { checkName, openLab, type RunningLab, takeDown, up } from '../lab/index.js';
import { healJournal } from './heal.js';
import { ANSWERS, type Interruption, interruptible } from './interruption.js';
import { chosenStrategies, inOrder, type LabOptions } from './options.js';
import { note } from './print.js';
import { doTask } from './progress.js';
import { thenUndo } from './undoing.js';

export interface Borrowed {
  readonly lab: RunningLab;
  readonly strategies: readonly Strategy[];
  readonly stop: Interruption;
}

/**
 * Lends a lab with these strategies (default: those that are up, else the demo's), free of faults, and leaves everything
 * as it was found: what had to be started is taken down again, also after an interruption.
 * @param keep a lab that had to be started stays up.
 */
export async function borrowLab(
  { dir, name }: LabOptions,
  chosen: readonly Strategy[] | undefined,
  use: (borrowed: Borrowed) => Promise<void>,
  keep = false,
): Promise<void> {
  const before = await openLab(dir, checkName(name), findStrategy);
  const wanted = chosen ?? before?.chosen ?? chosenStrategies(undefined);
  const missing = wanted.filter((one) => !isThere(before, one));
  const mustGiveBack = missing.length > 0 && (before !== undefined || !keep);
  const stateDir = dir;
  await interruptible(ANSWERS.bringingUp, (stop) =>
    thenUndo(
      async () => {
        const lab = missing.length > 0 ? await bringUpWith(before, missing, stop) : before!;
        stop.now(ANSWERS.playing);
        const healed = await healJournal(lab);
        if (healed.length > 0)
          note(`Healed what an earlier run or \`lab fault\` left in force: ${healed.join(', ')}.`);
        const ids = wanted.map(({ id }) => id);
        const strategies = lab.chosen.filter(({ id }) => ids.includes(id));
        await use({ lab, strategies, stop });
      },
      async () => {
        stop.now(before ? ANSWERS.takingOut : ANSWERS.takingDown);
        if (mustGiveBack) await giveBack(stop);
      },
    ),
  );

  function bringUpWith(
    known: RunningLab | undefined,
    more: readonly Strategy[],
    stop: Interruption,
  ): Promise<RunningLab> {
    const strategies = inOrder([...(known?.chosen ?? []), ...more]);
    const title = `Bring up lab ${name} with ${strategies.map(({ id }) => id).join(', ')}`;
    const goal = { stateDir, name, strategies, keep: keep || known !== undefined, signal: stop.signal };
    return doTask(title, (say) => up(goal, say), stop);
  }

  function giveBack(stop: Interruption): Promise<unknown> {
    if (!before) return doTask(`Take down lab ${name}`, (say) => takeDown({ stateDir, name }, say), stop);
    const goal = { stateDir, name, strategies: before.chosen, keep: true };
    return doTask(`Take the added strategies out of lab ${name} again`, (say) => up(goal, say), stop);
  }
}

/** One in a folder may have changed since it was taken over, so it is taken over again, unless the lab's copy is meant. */
const isThere = (lab: RunningLab | undefined, { id, origin }: Strategy): boolean => {
  const there = lab?.chosen.find((one) => one.id === id);
  return there !== undefined && folderOf(there.origin) === folderOf(origin);
};

const folderOf = (origin: Strategy['origin']): string | undefined =>
  origin && 'folder' in origin ? origin.folder : undefined;
