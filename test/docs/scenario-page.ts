import type { Scenario } from '../../cli/core/index.js';
import { controls } from './controls.js';
import { expected } from './expected.js';
import { fault, faultInBrief } from './fault.js';
import { requests } from './requests.js';
import { code, numbered, table, wrapped } from './words.js';

/** What of a scenario's page follows from the scenario, by the names of the parts, in the order of a new page. */
export const computedParts = (scenario: Scenario): Map<string, string> =>
  new Map([
    ['scenario', summary(scenario)],
    ['requests', requests(scenario)],
    ['fault', fault(scenario)],
    ['controls', controls(scenario)],
    ['expected', expected(scenario)],
  ]);

/** The name of the part that comes from a saved run. */
export const MEASURED = 'measured';

const summary = ({ id, obligation, steps }: Scenario): string =>
  [`# ${id}`, wrapped(obligation), '## Steps', numbered(steps)].join('\n\n');

/** What of the list of all scenarios is computed. */
export const listOf = (scenarios: readonly Scenario[]): Map<string, string> => {
  const rows = scenarios.map((scenario) => {
    const { id, obligation } = scenario;
    return [`[${code(id)}](${id}.md)`, obligation, faultInBrief(scenario)];
  });
  return new Map([['list', table(['scenario', 'obligation', 'fault'], rows)]]);
};
