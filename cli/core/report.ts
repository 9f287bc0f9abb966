import type { Run } from './run.js';

/** What a format is given: a saved run, and the words that the catalogue has for what is in it. */
export interface ReportInput {
  readonly run: Run;
  readonly strategies: Readonly<
    Record<string, { readonly title: string; readonly directive: string; readonly store: string }>
  >;
  readonly scenarios: Readonly<
    Record<string, { readonly obligation: string; readonly steps: readonly string[] }>
  >;
  /** What is wrong with the saved run (damaged, unfinished), one sentence each. */
  readonly warnings: readonly string[];
  /** The command line that repeats the run. */
  readonly repeat: string;
}

export interface ReportOptions {
  /** Width of the terminal, in columns. */
  readonly columns: number;
  readonly colour: boolean;
}

/** From a run to a text: pure. */
export type Format = (input: ReportInput, options: ReportOptions) => string;
