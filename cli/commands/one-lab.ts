import type { Strategy } from '../core/index.js';
import { type RunningLab, takeDown, up } from '../lab/index.js';
import { ANSWERS, type Interruption } from './interruption.js';
import { thenUndo } from './undoing.js';

/** What all labs of a run have in common. */
export interface LabKind {
  readonly stateDir: string;
  readonly backends: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly subnet: string;
}

interface OneLab extends LabKind {
  readonly name: string;
  readonly strategy: Strategy;
  readonly stop: Interruption;
  /** Told what is going on, and when the lab is up. */
  readonly progress: {
    bringingUp(line: string): void;
    isUp(): void;
    takingDown(line: string): void;
  };
}

/** Brings up a lab with one strategy, and takes it down whatever happens. */
export function withOneLab(
  { name, strategy, stop, progress, ...kind }: OneLab,
  act: (lab: RunningLab) => Promise<void>,
): Promise<void> {
  stop.now(ANSWERS.bringingUp);
  return thenUndo(
    async () => {
      const wanted = { ...kind, name, strategies: [strategy], keep: false, signal: stop.signal };
      const lab = await up(wanted, (line) => progress.bringingUp(line));
      progress.isUp();
      stop.now(ANSWERS.playingAlone);
      await act(lab);
    },
    async () => {
      stop.now(ANSWERS.takingDown);
      await takeDown({ stateDir: kind.stateDir, name }, (line) => progress.takingDown(line));
    },
  );
}
