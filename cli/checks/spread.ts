import {
  groupBy,
  type Measures,
  needsSession,
  type Operation,
  type StrategyEvidence,
} from '../core/index.js';

/** How far the pages of one visitor are spread: those that need his session, and the others. */
export function spread({ operations }: StrategyEvidence): Measures {
  const most = (is: (op: Operation) => boolean): number =>
    Math.max(
      0,
      ...[...groupBy(operations.filter(is), (op) => op.visitor).values()].map(
        (own) => new Set(own.flatMap((op) => op.backend ?? [])).size,
      ),
    );
  return {
    backendsWithSession: most((op) => needsSession(op.path)),
    backendsWithoutSession: most((op) => !needsSession(op.path)),
  };
}
