import type { Check, Operation } from '../core/index.js';

/** A check of all visitors but one: neither what he saw nor what he wrote is known to it. */
export const othersThan =
  (number: number, check: Check): Check =>
  (evidence) => {
    const isHis = ({ visitor }: Operation) => visitor === number;
    const written = new Set(evidence.operations.filter(isHis).map(({ request }) => request));
    return check({
      ...evidence,
      people: evidence.people.filter((person) => person.number !== number),
      operations: evidence.operations.filter((op) => !isHis(op)),
      ledgers: evidence.ledgers.map((ledger) => ({
        ...ledger,
        executed: ledger.executed.filter((id) => !written.has(id)),
      })),
    });
  };
