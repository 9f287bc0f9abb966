import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EvidenceLine, EXIT, LabError, type Numbered, type Run } from '../core/index.js';

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
  #failure: Error | undefined;
  /** Of scenarios that are not judged yet. */
  #lines: Numbered<EvidenceLine>[] = [];
  /** The header is line 1. */
  #written = 1;

  private constructor(folder: string) {
    this.folder = folder;
    this.#stream = createWriteStream(join(folder, 'operations.ndjson'));
    // Without a listener a full disk would end the process before it has healed; `save` reports it.
    this.#stream.on('error', (error) => {
      this.#failure ??= error;
    });
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
  write(line: EvidenceLine): void {
    if (!this.#open) return;
    this.#written += 1;
    this.#lines.push({ ...line, line: this.#written });
    this.#put(line);
  }

  /** What happened in one scenario, with line numbers. */
  linesOf(scenario: string): Numbered<EvidenceLine>[] {
    return this.#lines.filter((line) => line.scenario === scenario);
  }

  /** Lets go of what happened in one scenario, for memory's sake; the file keeps it. */
  forget(scenario: string): void {
    this.#lines = this.#lines.filter((line) => line.scenario !== scenario);
  }

  /** Writes run.json; a reader never sees half of it. @throws LabError exit 3 where the evidence could not be written. */
  async save(run: Run): Promise<void> {
    if (this.#failure) throw notSaved(this.folder, this.#failure);
    const draft = join(this.folder, 'run.json.new');
    await writeFile(draft, `${JSON.stringify(run, null, 2)}\n`);
    await rename(draft, join(this.folder, 'run.json'));
  }

  async close(): Promise<void> {
    this.#open = false;
    if (this.#failure) return;
    await new Promise<void>((resolve) => this.#stream.end(() => resolve()));
  }

  #put(line: EvidenceLine | Header): void {
    this.#stream.write(`${JSON.stringify(line)}\n`);
  }
}

const notSaved = (folder: string, cause: Error): LabError =>
  new LabError({
    subject: `run in ${folder}`,
    reason: `its evidence could not be written (${cause.message})`,
    hint: 'Make room there, or choose another folder with --out.',
    exitCode: EXIT.environment,
    cause,
  });
