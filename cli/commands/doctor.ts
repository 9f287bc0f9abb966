import { Command } from 'commander';
import { EXIT } from '../core/index.js';
import { diagnose, type Finding, lookAround } from '../lab/doctor/index.js';
import { type LabOptions, withDir, withJson } from './options.js';
import { print, printJson } from './print.js';
import { doTasks } from './progress.js';

export function doctorCommand(): Command {
  return withJson(withDir(new Command('doctor')))
    .description('check Docker, the machine and the labs on it; every finding has a fix')
    .action(async ({ dir, json }: Pick<LabOptions, 'dir'> & { json?: true }) => {
      let findings: Finding[] = [];
      await doTasks([
        {
          title: 'Look at Docker and the machine, and start one container',
          run: async () => {
            findings = diagnose(await lookAround(dir));
          },
        },
      ]);
      if (json) printJson(findings);
      else print(asText(findings));
      if (findings.some(({ level }) => level === 'problem')) process.exitCode = EXIT.environment;
    });
}

function asText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const lines = findings.flatMap(({ level, subject, seen, fix }) => [
    `${level.padEnd(7)}  ${subject.padEnd(width)}  ${seen}`,
    ...(fix ? [`${' '.repeat(width + 11)}${fix}`] : []),
  ]);
  const count = (wanted: Finding['level']) => findings.filter(({ level }) => level === wanted).length;
  return [...lines, '', `Problems: ${count('problem')}, warnings: ${count('warning')}.`].join('\n');
}
