import { containersOf, networksOf, volumesOf } from './docker.js';
import type { Labs } from './doctor/facts.js';
import { KEEP_LABEL, LABEL } from './labels.js';
import { hasLivingOwner } from './owner.js';

/** Every lab of which Docker has something: those that are finished, wanted or worked on, and those that nobody misses. */
export async function labsInDocker(): Promise<Labs> {
  const [containers, networks, volumes] = await Promise.all([containersOf(), networksOf(), volumesOf()]);
  const nameOf = ({ Labels }: { Labels?: Record<string, string> | undefined }) => Labels?.[LABEL] ?? '';
  const names = [...new Set([...containers, ...networks, ...volumes].map(nameOf))].filter(Boolean).sort();
  const kept = new Set(volumes.filter(({ Labels }) => KEEP_LABEL in Labels).map(nameOf));
  const isWanted = await Promise.all(names.map(async (name) => kept.has(name) || hasLivingOwner(name)));
  return {
    up: names.filter((_, i) => isWanted[i]),
    abandoned: names.filter((_, i) => !isWanted[i]),
  };
}
