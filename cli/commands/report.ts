import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { FORMAT_NAMES, type FormatName, formats } from '../report/index.js';
import { findRun } from '../runs/index.js';
import { flag, withDir } from './options.js';
import { note, print } from './print.js';
import { loadReport, terminalOptions } from './reporting.js';

interface ReportCommandOptions {
  readonly dir: string;
  readonly format: FormatName;
  readonly out?: string;
}

export function reportCommand(): Command {
  const format = new Option('--format <format>', 'format of the report')
    .choices(FORMAT_NAMES)
    .default('terminal')
    .env('LAB_FORMAT');
  return withDir(new Command('report'))
    .description('render a saved run')
    .argument('[run]', 'id or folder of a run (default: the newest)')
    .addOption(format)
    .addOption(flag('--out <file>', 'write it to a file instead of stdout'))
    .action(async (wanted: string | undefined, { dir, format: name, out }: ReportCommandOptions) => {
      const input = await loadReport(await findRun(join(dir, 'runs'), wanted));
      if (name !== 'terminal') for (const warning of input.warnings) note(`Warning: ${warning}`);
      const text = formats[name](input, terminalOptions(out === undefined));
      if (out === undefined) return print(text);
      await writeFile(out, text);
      note(`Wrote ${out}`);
    });
}
