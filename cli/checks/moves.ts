import {
  type Check,
  inSameNetwork,
  type Operation,
  type Person,
  type StrategyEvidence,
} from '../core/index.js';
import { survival } from './survival.js';

type Move = (op: Operation, person: Person) => boolean;

const lastOctet: Move = ({ address }, person) =>
  address !== person.address && inSameNetwork(address, person.address);
const otherNetwork: Move = ({ address }, person) => !inSameNetwork(address, person.address);

/** The usual rule, for visitors whose addresses change; tells apart how much of them did. */
export const moves: Check = (evidence) => {
  const { measures: usual, ...judged } = survival(evidence);
  const measures = {
    ...usual,
    keptLastOctet: kept(evidence, lastOctet),
    keptOtherNetwork: kept(evidence, otherNetwork),
  };
  const tried = [lastOctet, otherNetwork].every((move) => evidence.people.some(made(evidence, move)));
  if (tried) return { ...judged, measures };
  const reason = 'No request came from another address, so nothing was tried.';
  return { verdict: 'unknown', reason, measures, deciding: evidence.operations.slice(-1) };
};

const made =
  ({ operations }: StrategyEvidence, move: Move) =>
  (person: Person): boolean =>
    operations.some((op) => op.visitor === person.number && move(op, person));

/** Visitors who were themselves in every answer after such a move. */
function kept({ people, operations }: StrategyEvidence, move: Move): number {
  return people.filter((person) => {
    const answers = operations.filter(
      (op) => op.visitor === person.number && op.user !== undefined && move(op, person),
    );
    return answers.length > 0 && answers.every((op) => op.user === person.user);
  }).length;
}
