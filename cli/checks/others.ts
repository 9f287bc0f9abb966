import type { Check } from '../core/index.js';

/** A check of all visitors but one. */
export const othersThan =
  (number: number, check: Check): Check =>
  (evidence) =>
    check({
      ...evidence,
      people: evidence.people.filter((person) => person.number !== number),
      operations: evidence.operations.filter(({ visitor }) => visitor !== number),
    });
