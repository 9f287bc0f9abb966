import type { ReportInput } from '../../../cli/core/index.js';
import { formats } from '../../../cli/report/index.js';
import { input } from './sample.js';

export const lines = (columns: number, given: ReportInput = input(), colour = false): string[] =>
  formats.terminal(given, { columns, colour }).split('\n');

/** Lines up to the first empty one. */
export const block = (all: readonly string[]): string[] => all.slice(0, all.indexOf(''));
