import { EXIT, LabError } from '../core/index.js';
import { note } from './print.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruption {
  readonly signal: AbortSignal;
  /** Signals end the process again as they do by default. */
  forget(): void;
}

/** The first signal asks for an orderly end, which takes the time that it takes; the second one ends the process at once. */
export function interruption(whatHappensNow: string): Interruption {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    note(`Interrupted: ${whatHappensNow}`);
    controller.abort(new LabError({ subject: 'lab', reason: 'was interrupted', exitCode: EXIT.interrupted }));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  return { signal: controller.signal, forget };
}
