import { Command } from 'commander';
import { healAll } from '../engine/index.js';
import { findFault } from '../faults/index.js';
import type { RunningLab } from '../lab/index.js';
import { labThatIsUp } from './opening.js';
import { type LabOptions, withJson, withLab } from './options.js';
import { print, printJson } from './print.js';

export function healCommand(): Command {
  return withJson(withLab(new Command('heal')))
    .description('undo all faults in force, those that a killed run left behind too')
    .action(async ({ json, ...options }: LabOptions & { json?: true }) => {
      const lab = await labThatIsUp(options);
      const healed = await healJournal(lab);
      if (json) printJson(healed);
      else print(healed.length === 0 ? 'No fault was in force.' : `Healed: ${healed.join(', ')}.`);
    });
}

/** Undoes every fault in a lab's journal. @returns the faults, as `crash backend-1`. */
export async function healJournal(lab: RunningLab): Promise<string[]> {
  const entries = await lab.journal.entries();
  await healAll(
    lab,
    entries.flatMap(({ fault, role, before }) => {
      const kind = findFault(fault);
      return kind ? [{ fault: kind, role, before }] : [];
    }),
  );
  // What a killed run had set for a scenario is no fault, and no less a change.
  await lab.apply({});
  return entries.map(({ fault, role }) => `${fault} ${role}`);
}
