/** The documented exit codes of the CLI; docs/cli.md has the table. */
export const EXIT = {
  ok: 0,
  worse: 1,
  unknown: 2,
  environment: 3,
  usage: 64,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface LabErrorParts {
  /** What the error is about: "port 8080", "scenario \"clam\"". */
  readonly subject: string;
  /** Why it is one, as a clause that follows the subject. */
  readonly reason: string;
  /** What the reader can do about it. */
  readonly hint?: string;
  readonly exitCode: ExitCode;
  /** Lines of a log that show it. */
  readonly details?: readonly string[];
  readonly cause?: unknown;
}

/** Every error that a user is meant to read: a subject, a reason, a way out, and an exit code. */
export class LabError extends Error {
  readonly subject: string;
  readonly reason: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  readonly details: readonly string[];

  constructor(parts: LabErrorParts) {
    super(`${parts.subject}: ${parts.reason}`, { cause: parts.cause });
    this.name = 'LabError';
    this.subject = parts.subject;
    this.reason = parts.reason;
    this.hint = parts.hint;
    this.exitCode = parts.exitCode;
    this.details = parts.details ?? [];
  }
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
