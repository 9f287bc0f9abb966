import { writeSync } from 'node:fs';
import { EXIT, LabError } from '../core/index.js';
import { note } from './print.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruption {
  readonly signal: AbortSignal;
  /** What a first signal leads to from now on. */
  now(whatHappens: string): void;
  /** What the first signal was answered. */
  readonly answer: string;
  /** Signals end the process again as they do by default. */
  forget(): void;
}

/** The first signal asks for an orderly end, which takes the time that it takes; the second one ends the process at once. */
export function interruption(whatHappens: string): Interruption {
  const controller = new AbortController();
  let happening = whatHappens;
  const answer = () => `Interrupted: ${happening}`;
  const onSignal = () => {
    if (controller.signal.aborted) endAtOnce();
    note(answer());
    controller.abort(new LabError({ subject: 'lab', reason: 'was interrupted', exitCode: EXIT.interrupted }));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    now: (what) => {
      if (!controller.signal.aborted) happening = what;
    },
    get answer() {
      return answer();
    },
    forget: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}

/** Live lines hide the cursor, and keep back what is written in the usual way. */
function endAtOnce(): never {
  if (process.stderr.isTTY) writeSync(process.stderr.fd, '\x1b[?25h\n');
  process.exit(EXIT.interrupted);
}

/** What a first signal leads to, and what a second one leaves behind. */
export const ANSWERS = {
  bringingUp: 'taking back what was made of a new lab. Once more to end at once (then `lab gc`).',
  playing: 'healing and saving. Once more to end at once (then `lab heal` undoes what is left).',
  playingAlone: 'healing, saving, taking the lab down. Once more to end at once (then `lab gc`).',
  takingDown: 'first the lab is taken down. Once more to end at once (then `lab gc`).',
  takingOut: 'first the added strategies are taken out. Once more to end at once (then `lab up`).',
} as const;

/** Lets somebody work until he is done, and ends with 130 where he was interrupted meanwhile. */
export async function interruptible<T>(
  whatHappens: string,
  act: (stop: Interruption) => Promise<T>,
): Promise<T> {
  const stop = interruption(whatHappens);
  try {
    const result = await act(stop);
    if (stop.signal.aborted) process.exitCode = EXIT.interrupted;
    return result;
  } finally {
    stop.forget();
  }
}
