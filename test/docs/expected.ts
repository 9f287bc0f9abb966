import { strategies } from '../../cli/catalog/index.js';
import {
  type Expectation,
  groupBy,
  type Measures,
  type Scenario,
  type Strategy,
  VERDICTS,
} from '../../cli/core/index.js';
import { calm } from '../../scenarios/calm.js';
import { predictedNumbers } from './measures.js';
import { BACKENDS, caseOf, circumstances, peopleOf, STANDARD } from './standard.js';
import { code, named, table, wrapped } from './words.js';

/** The part on what is expected of every strategy of the catalogue, and why. */
export function expected(scenario: Scenario): string {
  const rows = strategies.map((strategy) => ({
    strategy,
    ...told(scenario, strategy, expectationIn(scenario, strategy)),
  }));
  const grouped = [...groupBy(rows, ({ verdict, cells }) => [verdict, ...cells].join('|')).values()].sort(
    ([a], [b]) => ORDER.indexOf(a!.verdict) - ORDER.indexOf(b!.verdict),
  );
  const visitors = peopleOf(scenario).length;
  return [
    '## Expected',
    wrapped(`Computed for ${circumstances({ ...STANDARD, backends: [...STANDARD.backends], visitors })}.`),
    table(
      ['verdict', 'strategies', 'because', 'predicted', 'source'],
      grouped.map((group) => [
        `**${group[0]!.verdict}**`,
        named(group.map(({ strategy }) => strategy)).replace(/ and (?=`[^`]*`$)/, ', '),
        ...group[0]!.cells,
      ]),
    ),
    ...onOneBackend(scenario),
  ].join('\n\n');
}

/** Where nobody knows what to expect. */
const NOTHING = 'nothing';
const ORDER: readonly string[] = [...VERDICTS, NOTHING];

function expectationIn(
  scenario: Scenario,
  strategy: Strategy,
  here = caseOf(scenario, strategy),
): Expectation {
  const reason = scenario.notApplicable?.(here);
  return reason === undefined ? scenario.expect(here) : { verdict: 'n/a', because: reason };
}

function told(
  scenario: Scenario,
  strategy: Strategy,
  { verdict, because, predicted = {}, source }: Expectation,
): { verdict: string; cells: string[] } {
  return {
    verdict: verdict ?? NOTHING,
    cells: [
      reason(scenario, strategy, because),
      predictedNumbers(worthTelling(predicted)),
      source === undefined ? '' : linkTo(source),
    ],
  };
}

/** What was lost in `calm` already is explained on its page. */
function reason(scenario: Scenario, strategy: Strategy, because: string): string {
  const { directive } = strategy.balancer;
  const inCalm = calm.expect(caseOf(scenario, strategy)).because;
  const told =
    because !== inCalm && because.endsWith(inCalm)
      ? `${because.slice(0, -inCalm.length)}as in [${code(calm.id)}](${calm.id}.md)`
      : because.replaceAll('<', '&lt;');
  return directive ? told.replaceAll(directive, code(directive)) : told;
}

/** That all backends are seen is the usual thing. */
function worthTelling({ backendsSeen, ...others }: Measures): Measures {
  return backendsSeen === undefined || backendsSeen === BACKENDS.length
    ? others
    : { ...others, backendsSeen };
}

/** Links say the last thing that their address names. */
function linkTo(source: string): string {
  const [, host, name] = /^([^/\s]+\.[a-z]+)\/(?:\S*[/#])?([^/#\s]+)[/#]?$/.exec(source) ?? [];
  return host ? `[${host}: ${name!.replace(/\.html$/, '')}](https://${source})` : source;
}

/** What becomes of all strategies alike in a lab with a single backend. */
function onOneBackend(scenario: Scenario): string[] {
  const servers = STANDARD.backends.slice(0, 1);
  const alike = strategies.every(
    (strategy) => expectationIn(scenario, strategy, caseOf(scenario, strategy, servers)).verdict === 'n/a',
  );
  return alike ? ['With a single backend: **n/a**.'] : [];
}
