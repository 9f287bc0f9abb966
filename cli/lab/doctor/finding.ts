import type { Found } from './facts.js';

export interface Finding {
  /** `problem`: the lab cannot work like this; `warning`: it can, or nobody knows. */
  readonly level: 'ok' | 'warning' | 'problem';
  readonly subject: string;
  /** What was seen, as a clause. */
  readonly seen: string;
  /** What helps, as a sentence, with a command where there is one; on every warning and every problem. */
  readonly fix?: string;
}

export const ok = (subject: string, seen: string): Finding => ({ level: 'ok', subject, seen });

export const warning = (subject: string, seen: string, fix: string): Finding => ({
  level: 'warning',
  subject,
  seen,
  fix,
});

export const problem = (subject: string, seen: string, fix: string): Finding => ({
  level: 'problem',
  subject,
  seen,
  fix,
});

/** Judges what was found; what could not be found out is a finding as well. */
export function judged<T>(
  subject: string,
  found: Found<T>,
  judge: (value: T) => Finding,
  fixOfFailure = 'See what `docker info` says, and run `lab doctor` again.',
): Finding {
  if (found.state === 'found') return judge(found.value);
  if (found.state === 'failed') return problem(subject, found.why, found.fix ?? fixOfFailure);
  const fix = 'Mend what is wrong with Docker first, and run `lab doctor` again.';
  return warning(subject, `not looked at: ${found.why}`, fix);
}
