import type { Cell } from '../core/index.js';
import type { Matrix } from './matrix.js';
import { listed, listedBriefly } from './words.js';

/** A class of strategies by the worst that was seen of them. */
interface Finding {
  readonly verbs: readonly [one: string, many: string];
  /** The cells that put a strategy into this class; it belongs to the first class that has any. */
  readonly decides: (cell: Cell) => boolean;
}

const FINDINGS: readonly Finding[] = [
  {
    verbs: ['is broken before any fault', 'are broken before any fault'],
    decides: (c) => c.already === true,
  },
  { verbs: ['breaks', 'break'], decides: (c) => c.verdict === 'breaks' },
  { verbs: ['could not be judged', 'could not be judged'], decides: (c) => c.verdict === 'unknown' },
  { verbs: ['degrades', 'degrade'], decides: (c) => c.verdict === 'degrades' },
  { verbs: ['holds', 'hold'], decides: (c) => c.verdict === 'holds' },
  { verbs: ['cannot be tried', 'cannot be tried'], decides: (c) => c.verdict === 'n/a' },
];

/** One sentence on what the run found, the best news first. */
export function headline(matrix: Matrix): string {
  const columns = matrix.strategies.map((strategy) => {
    const cells = matrix.cells.filter((cell) => cell.strategy === strategy);
    const finding = FINDINGS.find(({ decides }) => cells.some(decides));
    return {
      strategy,
      finding,
      deciding: cells.filter((cell) => finding?.decides(cell)),
      isAllBroken: cells.some((cell) => cell.already) && cells.every((cell) => cell.verdict === 'breaks'),
    };
  });
  const clauses = FINDINGS.toReversed().flatMap((finding) => {
    const members = columns.filter((column) => column.finding === finding);
    if (members.length === 0) return [];
    const verb = finding.verbs[members.length === 1 ? 0 : 1];
    const places = members.map(({ deciding }) => deciding.map((cell) => cell.scenario));
    const place = members.every((member) => member.isAllBroken) ? '' : where(places, matrix.scenarios);
    return `${listedBriefly(
      members.map((m) => m.strategy),
      'strategies',
    )} ${verb} ${place}`.trimEnd();
  });
  if (clauses.length === 0) return 'Nothing was judged.';
  return `${clauses.join('; ')}${matrix.missing.length > 0 ? '; the run is not complete' : ''}.`;
}

/** Where all members of a class were seen so: exact where that is short. */
function where(places: readonly (readonly string[])[], scenarios: readonly string[]): string {
  const union = scenarios.filter((scenario) => places.some((of) => of.includes(scenario)));
  const same = places.every((of) => of.length === union.length);
  if (same && union.length === scenarios.length && scenarios.length > 1) return 'in every scenario';
  if (same && union.length <= 2) return `in ${listed(union)}`;
  return same ? `in ${union.length} of ${scenarios.length} scenarios` : 'in some scenarios';
}
