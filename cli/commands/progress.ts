import { Listr, ListrLogger, type ListrTask, ProcessOutput } from 'listr2';

/** Says what is going on at the moment, in one line. */
export type Say = (line: string) => void;

export interface Task {
  readonly title: string;
  /** May return another title, with what came out. */
  readonly run: (say: Say) => Promise<string | undefined | void>;
}

/** Live lines need a terminal that can go back; a log wants plain ones. */
const isLive = (): boolean => process.stderr.isTTY === true && !process.env['CI'];

/** Does tasks with progress on stderr: one after the other, or side by side. The first failure ends it and is thrown. */
export async function doTasks(
  tasks: readonly Task[],
  options: { readonly sideBySide?: boolean } = {},
): Promise<void> {
  const logger = new ListrLogger({
    processOutput: new ProcessOutput(process.stderr, process.stderr),
    useIcons: isLive(),
  });
  const list = tasks.map(
    ({ title, run }): ListrTask => ({
      title,
      task: async (_, handle) => {
        const result = await run((line) => {
          handle.output = line;
        });
        if (typeof result === 'string') handle.title = result;
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
