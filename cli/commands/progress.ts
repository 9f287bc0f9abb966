import { Listr, ListrLogger, type ListrTask, ProcessOutput } from 'listr2';
import type { Interruption } from './interruption.js';

/** Says what is going on at the moment, in one line. */
export type Say = (line: string) => void;

export interface Task {
  readonly title: string;
  /** What it tells is news: the title meanwhile, or a line of its own in a log. A text that it returns becomes the title:
   * what came out, or how it was left out. */
  readonly run: (say: Say, tell: Say) => Promise<unknown>;
}

/** How a task ends that was not done, or not to its end. */
export class LeftOut {
  /** @param text follows the title: "not played". */
  constructor(readonly text: string) {}
}

/** Live lines need a terminal that can go back; a log wants plain ones. */
export const isLive = (): boolean => process.stderr.isTTY === true && !process.env['CI'];

/** A log needs no more than a sign of life; a live line can show everything. */
const LOG_EVERY_MS = 5_000;

function sparse(say: Say): Say {
  let last = performance.now();
  return (line) => {
    if (performance.now() - last < LOG_EVERY_MS) return;
    last = performance.now();
    say(line);
  };
}

interface Options {
  readonly sideBySide?: boolean;
  /** Its answer stands beside what is being done, since live lines keep back what others write. */
  readonly stop?: Interruption;
}

/** Does tasks with progress on stderr: one after the other, or side by side. The first failure ends it and is thrown. */
export async function doTasks(tasks: readonly Task[], options: Options = {}): Promise<void> {
  const logger = new ListrLogger({
    processOutput: new ProcessOutput(process.stderr, process.stderr),
    useIcons: isLive(),
  });
  const list = tasks.map(
    ({ title, run }): ListrTask => ({
      title,
      task: async (_, handle) => {
        const say: Say = (line) => {
          handle.output = line;
        };
        const entitle: Say = (line) => {
          handle.title = line;
        };
        const onStop = () => entitle(`${handle.title}\n${options.stop!.answer}`);
        if (isLive()) options.stop?.signal.addEventListener('abort', onStop);
        try {
          const result = await (isLive() ? run(say, entitle) : run(sparse(say), say));
          if (typeof result === 'string') entitle(result);
          if (result instanceof LeftOut) handle.skip(isLive() ? `${title}: ${result.text}` : result.text);
        } finally {
          options.stop?.signal.removeEventListener('abort', onStop);
        }
      },
      rendererOptions: { bottomBar: false },
    }),
  );
  await new Listr(list, {
    concurrent: options.sideBySide ?? false,
    registerSignalListeners: false,
    ...(isLive()
      ? { renderer: 'default', rendererOptions: { logger, showErrorMessage: false, collapseErrors: false } }
      : { renderer: 'simple', rendererOptions: { logger } }),
  }).run();
}

/** Does one task with progress, and returns what comes out of it. */
export async function doTask<T>(
  title: string,
  run: (say: Say) => Promise<T>,
  stop?: Interruption,
): Promise<T> {
  let result!: T;
  const task = async (say: Say) => {
    result = await run(say);
  };
  await doTasks([{ title, run: task }], stop && { stop });
  return result;
}
