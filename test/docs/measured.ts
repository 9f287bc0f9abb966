import { strategies } from '../../cli/catalog/index.js';
import {
  type Cell,
  EXIT,
  groupBy,
  LabError,
  type Measures,
  type Run,
  type Scenario,
} from '../../cli/core/index.js';
import { castOf } from '../../cli/engine/cast.js';
import { versions } from '../../cli/report/facts.js';
import { legendOfMarks, markOf, stayedOf } from '../../cli/report/words.js';
import { foretoldBy, formatted, headOf, predictionOf } from './measures.js';
import { circumstances } from './standard.js';
import { code, named, sentence, table, wrapped } from './words.js';

/**
 * The part on what a saved run showed; undefined where the scenario was not played in it.
 * @throws LabError exit 64 where it is not a run of all strategies of the catalogue with settings at their defaults.
 */
export function measured(scenario: Scenario, run: Run): string | undefined {
  const played = run.cells.filter((cell) => cell.scenario === scenario.id);
  if (played.length === 0) return undefined;
  const cells = strategies.map(({ id }) => played.find(({ strategy }) => strategy === id) ?? refuse(run, id));
  if (Object.keys(run.settings).length > 0) refuse(run);
  return [
    HEADING,
    wrapped(`${told(scenario, run)}; ${versions(run)}.`),
    rowsOf(cells),
    ...legend(cells),
    ...reasons(cells),
    `Repeat it with \`${command(scenario, run)}\`.`,
  ].join('\n\n');
}

const HEADING = '## What the lab measured';
export const NOT_MEASURED = `${HEADING}\n\nNothing yet.`;

function refuse({ id }: Run, strategy?: string): never {
  throw new LabError({
    subject: `run ${id}`,
    reason: strategy ? `has no cell of ${strategy}` : 'was made with settings of its own',
    hint: 'Pages show runs of `lab run --strategy all` with settings at their defaults.',
    exitCode: EXIT.usage,
  });
}

function told(scenario: Scenario, run: Run): string {
  const isolated = run.isolated ? ', each strategy in a lab of its own' : '';
  return `${circumstances({ ...run, visitors: castOf(scenario, run).length })}${isolated}`;
}

/** Measures of every scenario, the most important ones first, and in the order in which columns stand: of what went
 * wrong, and of what went on, which is worth a column only where strategies differ. */
const TROUBLES = [
  'guestAnswers',
  'otherUser',
  'movedSessions',
  'failedRequests',
  'hungRequests',
  'lostWrites',
  'doubledWrites',
  'recoverySeconds',
];
const COURSE = ['maxShare', 'backendsSeen', 'keptDuring'];
/** They stand in other columns. */
const INCLUDED = ['sessionsStarted', 'keptAfter', 'requests'];
/** Beside the strategy, its verdict, and who stayed. */
const MOST_COLUMNS = 6;

/** What to show: first of all measures that only few scenarios have, where they are not 0 everywhere. */
function columnsOf(cells: readonly Cell[]): string[] {
  const names = [...new Set(cells.flatMap(({ measures }) => Object.keys(measures)))];
  const everywhere = [...TROUBLES, ...COURSE, ...INCLUDED];
  const special = names.filter(
    (name) => !everywhere.includes(name) && !names.includes(foretoldBy(name) ?? ''),
  );
  const numbers = (name: string) => new Set(cells.flatMap(({ measures }) => numberOf(measures, name) ?? []));
  const happened = (name: string) =>
    [...numbers(name), ...numbers(predictionOf(name))].some((number) => number !== 0);
  const common = [...TROUBLES.filter(happened), ...COURSE.filter((name) => numbers(name).size > 1)];
  const chosen = [...special.filter(happened), ...common].slice(0, MOST_COLUMNS);
  return [...common, ...special].filter((name) => chosen.includes(name));
}

const numberOf = (measures: Measures, name: string): number | undefined =>
  (measures as Readonly<Record<string, number>>)[name];

function rowsOf(cells: readonly Cell[]): string {
  const columns = columnsOf(cells);
  const isForetold = (name: string) =>
    cells.some(({ measures }) => numberOf(measures, predictionOf(name)) !== undefined);
  return table(
    [
      'strategy',
      'verdict',
      'stayed',
      ...columns.map((name) => headOf(name) + (isForetold(name) ? ' (predicted)' : '')),
    ],
    cells.map((cell) => [
      code(cell.strategy),
      verdictOf(cell),
      stayed(cell),
      ...columns.map((name) => numberIn(cell, name)),
    ]),
  );
}

const verdictOf = (cell: Cell): string =>
  [cell.already ? `(${cell.verdict})` : cell.verdict, markOf(cell)].filter(Boolean).join(' ');

const stayed = (cell: Cell): string => {
  const counts = stayedOf(cell);
  return counts ? `${counts.stayed} of ${counts.of}` : '';
};

function numberIn({ measures }: Cell, name: string): string {
  const value = numberOf(measures, name);
  const foretold = numberOf(measures, predictionOf(name));
  return [
    value === undefined ? '' : formatted(name, value),
    name === 'failedRequests' && measures.requests !== undefined && `of ${measures.requests}`,
    foretold !== undefined && `(${foretold})`,
  ]
    .filter(Boolean)
    .join(' ');
}

function legend(cells: readonly Cell[]): string[] {
  const marks = legendOfMarks(cells);
  return marks.length > 0 ? [wrapped(sentence(marks.join('; ')))] : [];
}

/** Why strategies were not judged. */
function reasons(cells: readonly Cell[]): string[] {
  const unjudged = cells.filter(({ verdict }) => verdict === 'n/a' || verdict === 'unknown');
  return [...groupBy(unjudged, ({ reason }) => reason)].map(([reason, group]) =>
    wrapped(`${named(group.map(({ strategy }) => ({ id: strategy })))}: ${reason}`),
  );
}

function command({ id }: Scenario, { backends, visitors, seed, isolated }: Run): string {
  const up = `./lab up --strategy all${backends.length === 3 ? '' : ` --backends ${backends.length}`}`;
  const people = visitors === 24 ? '' : ` --visitors ${visitors}`;
  return `${up} && ./lab run ${id} --seed ${seed}${people}${isolated ? ' --isolated' : ''}`;
}
