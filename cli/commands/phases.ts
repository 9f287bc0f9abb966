/** The engine's phases as people read them. */
const PHASES: Readonly<Record<string, string>> = {
  reset: 'emptying stores, clearing failure counts',
  arrange: 'visitors log in',
  calm: 'visitors browse',
  fault: 'visitors go on under the fault',
  heal: 'healing',
  settle: 'waiting until all serve again',
  after: 'looking what is left',
};

const MOST_ROLES = 2;

/** In a few words, also where a fault hits many servers. */
export function phaseInWords(phase: string): string {
  const [, fault, names] = /^fault: (\S+) (.+)$/.exec(phase) ?? [];
  if (fault === undefined || names === undefined) return PHASES[phase] ?? phase;
  const roles = names.split(', ');
  return `fault: ${fault} ${roles.length > MOST_ROLES ? `${roles.length} servers` : names}`;
}
