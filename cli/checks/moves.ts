import {
  inSameNetwork,
  type Measures,
  type Operation,
  type Person,
  type StrategyEvidence,
} from '../core/index.js';

/** Who was still himself after his address had changed, told apart by how much of it had. */
export function keptOnMoves({ people, operations }: StrategyEvidence): Measures {
  const kept = (at: (op: Operation, person: Person) => boolean): number =>
    people.filter((person) => {
      const answers = operations.filter(
        (op) => op.visitor === person.number && op.user !== undefined && at(op, person),
      );
      return answers.length > 0 && answers.every((op) => op.user === person.user);
    }).length;
  return {
    keptLastOctet: kept(
      ({ address }, person) => address !== person.address && inSameNetwork(address, person.address),
    ),
    keptOtherNetwork: kept(({ address }, person) => !inSameNetwork(address, person.address)),
  };
}
