import type { Cell, Format, ReportInput, Verdict } from '../core/index.js';
import { codeBlock, forHtml, forMarkdown } from './characters.js';
import { facts, settings, versions } from './facts.js';
import { gaps } from './gaps.js';
import { headline } from './headline.js';
import { arrange, isSurprise, type Matrix, standing } from './matrix.js';
import { predictions } from './measures.js';
import { total, totalsSentence } from './totals.js';
import { cellText, expectation, legendOfMarks, lookUp, STANDING_WORDS, STAYED_MEANING } from './words.js';

const SYMBOLS: Readonly<Record<Verdict, string>> = {
  holds: '✅',
  degrades: '⚠️',
  breaks: '❌',
  unknown: '❔',
  'n/a': '➖',
};

/** For a pull request: what was found, the table, the surprises; all reasons folded away below. */
export const markdown: Format = (input) => {
  const { run } = input;
  const matrix = arrange(run);
  const parts = [
    '### Do visitors stay logged in?',
    quoted('WARNING', [...input.warnings, ...gaps(input, matrix)]),
    `**${forMarkdown(headline(matrix))}** ${forMarkdown(totalsSentence(total(matrix)))}`,
    table(matrix),
    legend(matrix),
    surprises(matrix),
    quoted('NOTE', run.notes),
    ...matrix.scenarios.map((scenario) => reasons(input, matrix, scenario)),
    howItWasRun(input),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
};

const quoted = (kind: string, sentences: readonly string[]): string =>
  sentences.length === 0
    ? ''
    : [`> [!${kind}]`, ...sentences.map((sentence) => `> - ${forMarkdown(sentence)}`)].join('\n');

function table({ scenarios, strategies, at }: Matrix): string {
  if (scenarios.length === 0 || strategies.length === 0) return '';
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['', ...strategies.map(forMarkdown)]),
    row([':--', ...strategies.map(() => ':--')]),
    ...scenarios.map((scenario) =>
      row([`**${forMarkdown(scenario)}**`, ...strategies.map((strategy) => cellOf(at(scenario, strategy)))]),
    ),
  ].join('\n');
}

const cellOf = (cell: Cell | undefined): string =>
  cell ? `${SYMBOLS[cell.verdict]} ${forMarkdown(cellText(cell))}` : '*missing*';

const legend = (matrix: Matrix): string =>
  matrix.cells.length === 0
    ? ''
    : `<sub>Numbers: ${STAYED_MEANING}. ${legendOfMarks(matrix.cells).map(forMarkdown).join(' · ')}</sub>`;

function surprises({ cells }: Matrix): string {
  const lines = cells
    .filter(isSurprise)
    .map(
      (cell) =>
        `- ${forMarkdown(cell.strategy)} in ${forMarkdown(cell.scenario)} (${STANDING_WORDS[standing(cell)]}): ${story(cell)}`,
    );
  return lines.length === 0 ? '' : ['**Not as expected**', '', ...lines].join('\n');
}

const story = (cell: Cell): string =>
  `**${cell.verdict}.** ${forMarkdown([cell.reason, ...predictions(cell)].join(' '))} *${forMarkdown(expectation(cell).trim())}*`;

function reasons({ scenarios }: ReportInput, matrix: Matrix, scenario: string): string {
  const obligation = lookUp(scenarios, scenario)?.obligation ?? 'no words for this scenario';
  const lines = matrix.strategies.map((strategy) => {
    const cell = matrix.at(scenario, strategy);
    return `- ${forMarkdown(strategy)}: ${cell ? story(cell) : '*missing*'}`;
  });
  return folded(`<b>${forHtml(scenario)}</b>: ${forHtml(obligation)}`, lines.join('\n'));
}

function howItWasRun({ run, repeat }: ReportInput): string {
  const all = [
    ...facts(run),
    { label: 'settings', value: settings(run) },
    { label: 'versions', value: versions(run) },
  ].map(({ label, value }) => `- ${label}: ${forMarkdown(value)}`);
  return folded('How it was run, and how to repeat it', `${all.join('\n')}\n\n${codeBlock(repeat, 'sh')}`);
}

const folded = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
