import type { EvidenceLine, Numbered, Run } from '../core/index.js';

type Line = Numbered<EvidenceLine>;

/** Of an isolated run the lines about one strategy: what happened in the labs of the others is no concern of his cells. */
export const linesAbout = (lines: readonly Line[], strategy: string | undefined): readonly Line[] =>
  strategy === undefined ? lines : lines.filter((line) => line.strategy === strategy);

/** Whether a scenario was played to its end. Runs that name no order say nothing about it. */
export const isOver = ({ order }: Run, lines: readonly Line[]): boolean =>
  lines.length > 0 && (order === undefined || lines.some(isEnd));

const isEnd = (line: Line): boolean =>
  line.kind === 'mark' && (line.mark === 'judged' || line.mark === 'skipped');
