import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { EXIT, LabError } from '../../core/index.js';

const noteSchema = z.object({
  settings: z.record(z.string(), z.string()),
  /** What was said before they were taken; the undoing is checked by it. */
  before: z.record(z.string(), z.record(z.string(), z.string().nullable())),
  /** The lab's own settings at that time. */
  own: z.record(z.string(), z.string()).default({}),
  /** They were seen in force. */
  verified: z.boolean(),
});
export type Note = z.infer<typeof noteSchema>;

/** What a lab has beyond its own settings, in a file: a process that dies leaves behind what the next one must undo. */
export class NoteFile {
  constructor(private readonly file: string) {}

  /** @throws LabError exit 3 where the file cannot be understood. */
  async read(): Promise<Note | undefined> {
    const text = await readFile(this.file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return noteSchema.parse(JSON.parse(text));
    } catch (cause) {
      throw new LabError({
        subject: this.file,
        reason: 'cannot be understood, so nobody knows which settings a scenario left in force',
        hint: '`lab down` and `lab up` make the lab anew.',
        exitCode: EXIT.environment,
        cause,
      });
    }
  }

  async write(note: Note): Promise<void> {
    const draft = `${this.file}.new`;
    await writeFile(draft, `${JSON.stringify(note)}\n`);
    await rename(draft, this.file);
  }

  remove(): Promise<void> {
    return rm(this.file, { force: true });
  }
}
