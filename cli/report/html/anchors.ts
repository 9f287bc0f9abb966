/** Ids of the page's sections; two names never give the same one. */
export const anchors = {
  cell: (scenario: string, strategy: string): string => `cell.${safe(scenario)}.${safe(strategy)}`,
  scenario: (id: string): string => `scenario.${safe(id)}`,
  strategy: (id: string): string => `strategy.${safe(id)}`,
};

/** Letters, digits and hyphens stay; the rest becomes `_` and its number, so that no name contains the dot. */
const safe = (name: string): string =>
  name.replace(/[^a-zA-Z0-9-]/gu, (character) => `_${character.codePointAt(0)!.toString(16)}_`);
