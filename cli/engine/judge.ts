import {
  backendRole,
  type Case,
  type Cell,
  type Doubt,
  type EvidenceLine,
  type Expectation,
  isOwn,
  type Judgement,
  type Ledger,
  type Mark,
  type MeasureName,
  type Measures,
  messageOf,
  type Numbered,
  type Operation,
  type Person,
  PREDICTED,
  type Scenario,
  type Strategy,
  type StrategyEvidence,
} from '../core/index.js';
import { type Circumstances, expectationOf, whyNot } from './expectation.js';

/** What a scenario left behind, and what it was played with. */
export interface ScenarioEvidence {
  readonly scenario: Scenario;
  readonly strategies: readonly Strategy[];
  readonly people: readonly Person[];
  /** Addresses of the backends, in configuration order. */
  readonly servers: readonly string[];
  readonly run: Circumstances;
  readonly lines: readonly Numbered<EvidenceLine>[];
}

/** One strategy on its way to a cell. */
interface Draft {
  readonly strategy: Strategy;
  readonly expectation: Expectation;
  readonly judgement: Judgement;
  /** Nothing was tried: not applicable. */
  readonly skipped: boolean;
}

export interface Row {
  readonly cells: readonly Cell[];
  /** Negative controls that did not break, one clause each. */
  readonly greenControls: readonly string[];
}

/** From the evidence on one scenario to a cell for each strategy: pure, so that a saved run can be judged again. */
export function judgeScenario(evidence: ScenarioEvidence): Row {
  const drafts = evidence.strategies.map((strategy) => draft(evidence, strategy));
  const greenControls = stillGreen(evidence.scenario, drafts);
  const rowDoubts = [
    ...doubts(evidence)
      .filter((one) => one.strategy === undefined)
      .map((one) => one.reason),
    ...disturbedControls(evidence.scenario, drafts),
    ...greenControls,
  ];
  return { cells: drafts.map((one) => toCell(evidence, one, rowDoubts)), greenControls };
}

function draft(evidence: ScenarioEvidence, strategy: Strategy): Draft {
  const { scenario, servers, people, run } = evidence;
  const here: Case = { strategy, servers, people, settings: { ...run.settings, ...scenario.settings } };
  const reason = whyNot(scenario, here, run);
  if (reason !== undefined) {
    const expectation: Expectation = { verdict: 'n/a', because: reason };
    return { strategy, expectation, judgement: verdict('n/a', `Does not apply: ${reason}.`), skipped: true };
  }
  return {
    strategy,
    expectation: expectationOf(scenario, here, run),
    judgement: checked(evidence, strategy),
    skipped: false,
  };
}

function checked(evidence: ScenarioEvidence, strategy: Strategy): Judgement {
  try {
    return evidence.scenario.check(evidenceOn(evidence, strategy));
  } catch (error) {
    return verdict('unknown', `The check threw: ${messageOf(error)}.`);
  }
}

const verdict = (of: Judgement['verdict'], reason: string): Judgement => ({
  verdict: of,
  reason,
  measures: {},
  deciding: [],
});

function evidenceOn(
  { scenario, lines, people, strategies, servers }: ScenarioEvidence,
  strategy: Strategy,
): StrategyEvidence {
  const marks = lines.filter((line) => line.kind === 'mark' && concerns(line, strategy)) as Mark[];
  const injectedAt = marks.find(({ mark }) => mark === 'fault')?.t;
  const healedAt = marks.findLast(({ mark }) => mark === 'healed')?.t;
  const waves = scenario.fault?.waves(
    strategies,
    servers.map((_, i) => backendRole(i + 1)),
  );
  const hit = waves?.flatMap(({ roles }) => roles) ?? [];
  return {
    strategy,
    people,
    operations: operationsOf(lines, strategy),
    numbers: Object.assign({}, ...marks.map(({ numbers }) => numbers)),
    ledgers: lines.filter(
      (line): line is Numbered<Ledger> => line.kind === 'ledger' && concerns(line, strategy),
    ),
    ...(injectedAt !== undefined && { injectedAt }),
    ...(healedAt !== undefined && { healedAt }),
    storeConcerned:
      scenario.concernsStore?.(strategy) ?? strategy.store.servers.some((role) => hit.includes(role)),
  };
}

/** In a run in which each strategy has a lab of its own, what happened there is no concern of the others. */
const concerns = ({ strategy }: Mark | Ledger, { id }: Strategy): boolean =>
  strategy === undefined || strategy === id;

/** Of the strategy's visitors, not of the witnesses of a reset. */
const operationsOf = (lines: ScenarioEvidence['lines'], strategy: Strategy): Numbered<Operation>[] =>
  lines.filter(
    (line): line is Numbered<Operation> =>
      line.kind === 'op' && line.strategy === strategy.id && line.phase !== 'reset',
  );

const doubts = ({ lines }: ScenarioEvidence): Doubt[] => lines.filter((line) => line.kind === 'doubt');

/** A control is disturbed when it loses a session or answers as a guest, not when requests fail or hang. */
function disturbedControls(scenario: Scenario, drafts: readonly Draft[]): string[] {
  return drafts
    .filter(({ strategy, skipped }) => !skipped && !isOwn(strategy) && scenario.isControl?.(strategy))
    .filter(({ judgement: { verdict, measures: m } }) => {
      return verdict === 'breaks' || (m.guestAnswers ?? 0) > 0 || (m.otherUser ?? 0) > 0;
    })
    .map(
      ({ strategy }) =>
        `the control ${strategy.id}, which this cannot concern, lost sessions or answered as a guest`,
    );
}

/** Where even the strategy that must break stays green, the experiment cannot show anything. */
function stillGreen(scenario: Scenario, drafts: readonly Draft[]): string[] {
  return drafts
    .filter(({ strategy, skipped }) => !skipped && !isOwn(strategy) && scenario.isNegativeControl?.(strategy))
    .filter(({ judgement }) => judgement.verdict === 'holds' || judgement.verdict === 'degrades')
    .map(({ strategy }) => `${strategy.id}, which must break in ${scenario.id}, did not`);
}

function toCell(
  evidence: ScenarioEvidence,
  { strategy, expectation, judgement, skipped }: Draft,
  row: string[],
): Cell {
  const own = doubts(evidence).filter((one) => one.strategy === strategy.id);
  const reasons = skipped
    ? []
    : [
        ...row,
        ...own.map((one) => one.reason),
        ...tooFewBackends(evidence, strategy, expectation),
        ...unforeseen(strategy, judgement, expectation),
      ];
  const operations = operationsOf(evidence.lines, strategy);
  const inDoubt = reasons.length > 0;
  return {
    strategy: strategy.id,
    scenario: evidence.scenario.id,
    verdict: inDoubt ? 'unknown' : judgement.verdict,
    expected: expectation.verdict,
    because: expectation.source ? `${expectation.because} (${expectation.source})` : expectation.because,
    reason: inDoubt ? `In doubt: ${reasons.join('; ')}.` : judgement.reason,
    measures: withPredictions(judgement.measures, expectation.predicted),
    evidence: {
      from: operations[0]?.line ?? 0,
      to: operations.at(-1)?.line ?? 0,
      deciding: (judgement.deciding as readonly Numbered<Operation>[])
        .map(({ line }) => line)
        .sort((a, b) => a - b),
    },
    ...(judgement.already && !inDoubt && { already: true }),
    ...(evidence.scenario.settings && { settings: evidence.scenario.settings }),
  };
}

/** Survival on a single backend proves nothing, unless the arithmetic says that one is all there can be. */
function tooFewBackends(
  evidence: ScenarioEvidence,
  strategy: Strategy,
  { predicted }: Expectation,
): string[] {
  const before = operationsOf(evidence.lines, strategy).filter(
    (op) => op.phase === 'arrange' || op.phase === 'calm',
  );
  const seen = new Set(before.flatMap((op) => op.backend ?? []));
  if (seen.size >= 2 || predicted?.backendsSeen === seen.size) return [];
  return [`only ${seen.size} of ${evidence.servers.length} backends served before the fault`];
}

/** Where nginx does otherwise than its directive says, nobody knows what was tried; unless the check says so already. */
function unforeseen(
  { balancer }: Strategy,
  { verdict, measures }: Judgement,
  { predicted = {} }: Expectation,
): string[] {
  if (verdict === 'unknown') return [];
  return Object.entries(PREDICTED).flatMap(([name, prediction]) => {
    const [seen, should] = [measures[name as MeasureName], predicted[prediction]];
    if (should === undefined || seen === should) return [];
    const found = seen === undefined ? 'could not be told' : `is ${seen}`;
    return [`by the arithmetic of ${balancer.directive}, ${name} should be ${should}, and ${found}`];
  });
}

const withPredictions = (measures: Measures, predicted: Measures = {}): Measures => ({
  ...measures,
  ...Object.fromEntries(Object.entries(predicted).filter(([name]) => name.startsWith('predicted'))),
});

/** Where a negative control stays green, the lab does not show what it should: then no cell of the run can be believed. */
export function judgeRun(cells: readonly Cell[], greenControls: readonly string[]): Cell[] {
  if (greenControls.length === 0) return [...cells];
  const reason = `In doubt: ${greenControls.join('; ')}, so this run shows nothing.`;
  return cells.map((cell) => (cell.verdict === 'n/a' ? cell : { ...cell, verdict: 'unknown', reason }));
}
