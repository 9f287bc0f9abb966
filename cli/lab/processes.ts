import { docker } from './docker.js';

export interface Process {
  readonly pid: string;
  readonly command: string;
}

/** Processes of a container, without those that are shutting down. */
export async function processesOf(container: string): Promise<Process[]> {
  const { Titles, Processes } = await docker.getContainer(container).top();
  const rows: string[][] = Processes;
  const pid = Titles.indexOf('PID');
  return rows
    .map((row) => ({ pid: row[pid]!, command: row.at(-1)! }))
    .filter(({ command }) => !/shutting down/.test(command));
}

/** There are some, and none of them was there before. */
export const areNew = (now: readonly Process[], before: readonly Process[]): boolean =>
  now.length > 0 && !now.some(({ pid }) => before.some((one) => one.pid === pid));
