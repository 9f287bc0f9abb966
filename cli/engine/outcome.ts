import {
  backendRole,
  compareVerdicts,
  EXIT,
  type ExitCode,
  isOwn,
  type Run,
  type Scenario,
  type Strategy,
  type Verdict,
} from '../core/index.js';
import { available } from './cast.js';

/** The exit code that a finished run stands for. */
export function exitCodeOf(run: Run, required?: Verdict): ExitCode {
  if (run.interrupted) return EXIT.interrupted;
  if (run.cells.length === 0 || run.cells.some(({ verdict }) => verdict === 'unknown')) return EXIT.unknown;
  const worse = run.cells.some(
    ({ verdict, expected }) =>
      (expected !== null && compareVerdicts(verdict, expected) === 'worse') ||
      (required !== undefined && compareVerdicts(verdict, required) === 'worse'),
  );
  return worse ? EXIT.worse : EXIT.ok;
}

/** Fault scenarios for which no control was chosen that can be played: none is required, and the run says so. */
export function missingControls(
  scenarios: readonly Scenario[],
  chosen: readonly Strategy[],
  unavailable?: Run['unavailable'],
): string[] {
  const played = available(chosen, unavailable).filter((strategy) => !isOwn(strategy));
  return scenarios
    .filter(({ isControl }) => isControl && !played.some((strategy) => isControl(strategy)))
    .map(({ id }) => `${id} ran without a control: no strategy was chosen that the fault cannot concern`);
}

/** Fault scenarios in which there is nothing to break for the chosen strategies: they show nothing but a calm visit. */
export function nothingToBreak(
  scenarios: readonly Scenario[],
  chosen: readonly Strategy[],
  { backends, unavailable }: Pick<Run, 'backends' | 'unavailable'>,
): string[] {
  const roles = backends.map((_, i) => backendRole(i + 1));
  const played = available(chosen, unavailable);
  return scenarios
    .filter(({ fault }) => fault?.waves(played, roles).length === 0)
    .map(({ id }) => `${id} broke nothing: no strategy was chosen that has what it breaks`);
}

/** What limits the meaning of a run in which every strategy has a lab of its own. */
export const ISOLATED_NOTE =
  'Each strategy was played in a lab of its own, one after the other: no other one stood beside it as a control, and the cells of a row are of different faults';
