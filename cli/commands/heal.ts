import { Command } from 'commander';
import { EXIT, type JournalEntry, type Lab, LabError, messageOf, type Role } from '../core/index.js';
import { healAll } from '../engine/index.js';
import { findFault } from '../faults/index.js';
import { labThatIsUp } from './opening.js';
import { type LabOptions, withJson, withLab } from './options.js';
import { print, printJson } from './print.js';
import { thenUndo } from './undoing.js';

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

/**
 * Undoes every fault in a lab's journal, and the settings that a killed run has left.
 * @returns the faults, as `crash backend-1`.
 * @throws LabError exit 3 naming those that are still in force: the other ones are healed all the same.
 */
export async function healJournal(lab: Lab): Promise<string[]> {
  const entries = await lab.journal.entries();
  await thenUndo(
    () => healLastFirst(lab),
    () => lab.apply({}),
  );
  return entries.map(({ fault, role }) => `${fault} ${role}`);
}

/** A fault may lie on one that was there before it: a backend that has joined, and then was cut off. */
async function healLastFirst(lab: Lab): Promise<void> {
  const entries = await lab.journal.entries();
  const failures: unknown[] = [];
  for (const group of neighbours(entries).reverse())
    await healTogether(lab, group).catch((error: unknown) => failures.push(error));
  if (failures.length === 0) return;
  // The other way round too: a server that crashed and then was cut off answers when both are healed.
  if ((await lab.journal.entries()).length < entries.length) return healLastFirst(lab);
  throw joined(failures);
}

/** Entries of one kind that follow each other: nodes of a cluster come back only together. */
function neighbours(entries: readonly JournalEntry[]): JournalEntry[][] {
  const groups: JournalEntry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last?.[0]?.fault === entry.fault) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

async function healTogether(lab: Lab, entries: readonly JournalEntry[]): Promise<void> {
  const { fault: id } = entries[0]!;
  const fault = findFault(id);
  if (!fault)
    throw unknownHere(
      id,
      entries.map(({ role }) => role),
    );
  await healAll(
    lab,
    entries.map(({ role, before }) => ({ fault, role, before })),
  );
}

const unknownHere = (fault: string, roles: readonly Role[]): LabError =>
  new LabError({
    subject: `fault ${fault} on ${roles.join(', ')}`,
    reason: 'is in force, and this version of session-lab does not know how to undo it',
    hint: 'Heal it with the version that did it, or make the lab anew with `lab down` and `lab up`.',
    exitCode: EXIT.environment,
  });

const joined = (failures: readonly unknown[]): unknown =>
  failures.length === 1
    ? failures[0]
    : new LabError({
        subject: 'healing',
        reason: 'left several faults in force',
        hint: '`lab status` names them; `lab down` and `lab up` make the lab anew.',
        exitCode: EXIT.environment,
        details: failures.map(messageOf),
      });
