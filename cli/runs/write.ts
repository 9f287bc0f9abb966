import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Doubt, Mark, Operation, Run } from '../core/index.js';

/** The header of operations.ndjson: the run as it began, so that the evidence can be judged without run.json. */
interface Header {
  readonly kind: 'run';
  readonly run: Run;
}

/** The folder of one run: operations.ndjson is written as things happen, run.json at the start, and whenever a scenario
 * has been judged. */
export class RunFolder {
  readonly folder: string;
  #stream: WriteStream;
  #open = true;
  readonly #lines: (Operation | Mark | Doubt)[] = [];

  private constructor(folder: string) {
    this.folder = folder;
    this.#stream = createWriteStream(join(folder, 'operations.ndjson'));
  }

  static async create(runsDir: string, run: Run): Promise<RunFolder> {
    const folder = join(runsDir, run.id);
    await mkdir(folder, { recursive: true });
    const made = new RunFolder(folder);
    made.#put({ kind: 'run', run });
    await made.save(run);
    return made;
  }

  /** Keeps one line. After the end of the run, late answers are no evidence any more. */
  write(line: Operation | Mark | Doubt): void {
    if (!this.#open) return;
    this.#lines.push(line);
    this.#put(line);
  }

  /** Lines of one scenario with their line numbers. */
  linesOf(scenario: string): ((Operation | Mark | Doubt) & { line: number })[] {
    // The header is line 1.
    return this.#lines
      .map((line, i) => ({ ...line, line: i + 2 }))
      .filter((line) => line.scenario === scenario);
  }

  /** Writes run.json; a reader never sees half of it. */
  async save(run: Run): Promise<void> {
    const draft = join(this.folder, 'run.json.new');
    await writeFile(draft, `${JSON.stringify(run, null, 2)}\n`);
    await rename(draft, join(this.folder, 'run.json'));
  }

  async close(): Promise<void> {
    this.#open = false;
    await new Promise<void>((resolve, reject) =>
      this.#stream.end((error?: Error | null) => (error ? reject(error) : resolve())),
    );
  }

  #put(line: Operation | Mark | Doubt | Header): void {
    this.#stream.write(`${JSON.stringify(line)}\n`);
  }
}
