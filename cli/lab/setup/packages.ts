import type { Facts, System } from './facts.js';

/** A part of Docker that can be missing. */
export type Part = 'client' | 'engine' | 'compose' | 'buildx';

/** Systems whose packages are known: Debian 12 needs a newer suite for Docker. */
export type Family = 'bookworm' | 'debian' | 'ubuntu';

type Names = Readonly<Record<Part, string>>;

const NAMES: Record<'debian' | 'ubuntu' | 'docker', Names> = {
  debian: { client: 'docker-cli', engine: 'docker.io', compose: 'docker-compose', buildx: 'docker-buildx' },
  ubuntu: { client: 'docker.io', engine: 'docker.io', compose: 'docker-compose-v2', buildx: 'docker-buildx' },
  docker: {
    client: 'docker-ce-cli',
    engine: 'docker-ce',
    compose: 'docker-compose-plugin',
    buildx: 'docker-buildx-plugin',
  },
};

/** Undefined where the packages are not known: another system, or one too old for Docker 25. */
export function familyOf(system: System): Family | undefined {
  const version = Number(system.version || Number.POSITIVE_INFINITY);
  if (system.id === 'ubuntu') return version >= 22.04 ? 'ubuntu' : undefined;
  if (system.id !== 'debian' || version < 12) return undefined;
  return version < 13 ? 'bookworm' : 'debian';
}

/** The packages for the missing parts, those of Debian 12 with the suite they come from. */
export function dockerPackages(facts: Facts, family: Family, missing: readonly Part[]): string[] {
  const suite = family === 'bookworm' && !facts.fromDocker ? '/trixie' : '';
  const names = NAMES[facts.fromDocker ? 'docker' : family === 'ubuntu' ? 'ubuntu' : 'debian'];
  const wanted = missing.map((part) => names[part] + suite);
  if (missing.includes('engine') && !facts.iptables) wanted.push('iptables');
  return [...new Set(wanted)];
}

/** What makes the base image where no registry answers. */
export function baseImagePackages(facts: Facts, family: Family): string[] {
  const wanted = facts.mmdebstrap ? [] : ['mmdebstrap'];
  if (family !== 'ubuntu') return wanted;
  // Ubuntu does not know Debian's keys, and mmdebstrap finds out by gpg which of them to use.
  if (!facts.debianKeys) wanted.push('debian-archive-keyring');
  if (!facts.gpg) wanted.push('gpg');
  return wanted;
}
