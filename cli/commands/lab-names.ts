import { createHash } from 'node:crypto';
import { EXIT, LabError, type Strategy } from '../core/index.js';
import { labsInDocker } from '../lab/labs-in-docker.js';

const LONGEST = 31;
const DIGITS = 6;

/** The name of the lab that a strategy has to itself: as `lab-redis`; one that would be too long ends in digits of its
 * hash. */
export function nameOfItsOwn(lab: string, strategy: string): string {
  const name = `${lab}-${strategy}`;
  if (name.length <= LONGEST) return name;
  const digits = createHash('sha256').update(name).digest('hex').slice(0, DIGITS);
  return `${name.slice(0, LONGEST - 1 - DIGITS).replace(/-$/, '')}-${digits}`;
}

/**
 * Names by strategy's id.
 * @throws LabError exit 3 where there is a lab of such a name: it may be somebody's.
 */
export async function freeNames(lab: string, strategies: readonly Strategy[]): Promise<Map<string, string>> {
  const names = new Map(strategies.map(({ id }) => [id, nameOfItsOwn(lab, id)]));
  const { up, abandoned } = await labsInDocker();
  const taken = [...names.values()].filter((name) => [...up, ...abandoned].includes(name));
  if (taken.length === 0) return names;
  const isLeft = taken.every((name) => abandoned.includes(name));
  throw new LabError({
    subject: `lab ${taken.join(', ')}`,
    reason: isLeft
      ? 'was left over by a process that is gone'
      : 'is there already, and a strategy was to have a new one of that name',
    hint: isLeft ? 'Remove it with `lab gc`.' : 'Take it down, or choose another --name for this run.',
    exitCode: EXIT.environment,
  });
}
