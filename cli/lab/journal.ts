import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { EXIT, type FaultJournal, type JournalEntry, LabError } from '../core/index.js';

const journalSchema = z.array(
  z.object({ fault: z.string(), role: z.string(), before: z.string().exactOptional() }),
);

/** The faults in force, in a file: a process that dies leaves behind what `lab heal` must undo. */
export class FileJournal implements FaultJournal {
  /** Changes are made one after the other: several roles may be hit at once. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly file: string) {}

  async entries(): Promise<readonly JournalEntry[]> {
    const text = await readFile(this.file, 'utf8').catch(() => '[]');
    try {
      return journalSchema.parse(JSON.parse(text));
    } catch (cause) {
      throw new LabError({
        subject: this.file,
        reason: 'cannot be understood, so nobody knows which faults are in force',
        hint: '`lab down` and `lab up` make the lab anew.',
        exitCode: EXIT.environment,
        cause,
      });
    }
  }

  add(entry: JournalEntry): Promise<void> {
    return this.#change((entries) => [...entries.filter((other) => !same(other, entry)), entry]);
  }

  remove(entry: JournalEntry): Promise<void> {
    return this.#change((entries) => entries.filter((other) => !same(other, entry)));
  }

  #change(edit: (entries: readonly JournalEntry[]) => readonly JournalEntry[]): Promise<void> {
    const next = this.#last.then(async () => {
      const draft = `${this.file}.new`;
      await writeFile(draft, `${JSON.stringify(edit(await this.entries()))}\n`);
      await rename(draft, this.file);
    });
    this.#last = next.catch(() => undefined);
    return next;
  }
}

const same = (a: JournalEntry, b: JournalEntry): boolean => a.fault === b.fault && a.role === b.role;
