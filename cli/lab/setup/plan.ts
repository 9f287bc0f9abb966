import type { Facts } from './facts.js';
import { baseImagePackages, dockerPackages, type Family, familyOf, type Part } from './packages.js';
import type { Step } from './steps.js';
import { addTrixie } from './trixie.js';

/** What is there, what would be done, or why nothing can be done and what the reader can install himself. */
export type Plan =
  | { readonly state: 'done' }
  | {
      readonly state: 'steps';
      readonly steps: readonly Step[];
      /** Docker itself is complete; the steps are for making the base image where no registry answers. */
      readonly dockerWorks: boolean;
    }
  | { readonly state: 'impossible'; readonly reason: string; readonly install: string };

/** Health checks with a start interval need it. */
export const OLDEST_ENGINE = 25;

const DOCS = 'https://docs.docker.com/engine/install/';

const NAME: Record<Part, string> = {
  client: 'the docker command',
  engine: 'Docker Engine',
  compose: 'the Compose v2 plugin',
  buildx: 'the buildx plugin',
};

/** What setup would do on a machine of which this is known. */
export function plan(facts: Facts): Plan {
  const missing = missingParts(facts);
  const { daemon } = facts;
  const family = facts.platform === 'linux' ? familyOf(facts.system) : undefined;

  if (daemon.state === 'answers' && Number.parseInt(daemon.version, 10) < OLDEST_ENGINE) {
    return impossible(
      `Docker Engine ${daemon.version} is older than ${OLDEST_ENGINE}`,
      `upgrade Docker Engine to ${OLDEST_ENGINE} or newer (${DOCS})`,
    );
  }
  if (daemon.state === 'forbidden') {
    return impossible(
      "this user may not use the Docker daemon's socket",
      'run as root, or `sudo usermod -aG docker "$USER"` and log in again',
    );
  }
  if (daemon.state === 'silent' && facts.elsewhere) {
    return impossible(
      `DOCKER_HOST is ${facts.elsewhere}, and no daemon answers there`,
      'start that daemon, or unset DOCKER_HOST',
    );
  }
  if (facts.platform !== 'linux') return onDesktop(missing, daemon.state === 'answers');

  const dockerWorks = missing.length === 0 && daemon.state === 'answers';
  if (dockerWorks && !(facts.root && family)) return { state: 'done' };
  if (!facts.root) return withoutRoot(facts, missing, family);
  if (!family && missing.length > 0) return impossible(partsMissing(missing), installThem(missing));
  return forRoot(facts, missing, family, dockerWorks);
}

function missingParts(facts: Facts): Part[] {
  const hasEngine = facts.engine || facts.daemon.state === 'answers';
  return [
    ...(hasEngine ? [] : (['engine'] as const)),
    ...(facts.client ? [] : (['client'] as const)),
    ...(facts.compose ? [] : (['compose'] as const)),
    ...(facts.buildx ? [] : (['buildx'] as const)),
  ];
}

function forRoot(facts: Facts, missing: Part[], family: Family | undefined, dockerWorks: boolean): Plan {
  const docker = family ? dockerPackages(facts, family, missing) : [];
  const packages = family ? [...docker, ...baseImagePackages(facts, family)] : [];
  const needsTrixie = docker.some((name) => name.endsWith('/trixie')) && !facts.apt.trixie;
  if (needsTrixie && !facts.apt.own) {
    return impossible(
      `no apt source for "${facts.system.codename} main" was found, beside which Debian 13's packages could be added`,
      `add one to /etc/apt/sources.list.d, or install Docker by hand (${DOCS})`,
    );
  }
  const steps: Step[] = [
    ...(needsTrixie ? addTrixie(facts.apt.own!) : []),
    ...(packages.length > 0 ? [{ do: 'update' } as const, { do: 'install', packages } as const] : []),
    ...(facts.daemon.state === 'answers' ? [] : [start(facts)]),
  ];
  return steps.length > 0 ? { state: 'steps', steps, dockerWorks } : { state: 'done' };
}

const start = (facts: Facts): Step => ({ do: facts.systemd ? 'start-service' : 'start-daemon' });

function onDesktop(missing: readonly Part[], answers: boolean): Plan {
  if (answers && missing.every((part) => part === 'engine')) return { state: 'done' };
  if (missing.every((part) => part === 'engine')) {
    return impossible('no Docker daemon answers', 'start Docker Desktop, or whatever runs Docker here');
  }
  return impossible(
    partsMissing(missing),
    'install Docker Desktop, which has all of it (https://docs.docker.com/desktop/)',
  );
}

function withoutRoot(facts: Facts, missing: readonly Part[], family: Family | undefined): Plan {
  if (missing.length === 0) {
    const command = facts.systemd ? 'systemctl start docker' : './lab setup --yes';
    return impossible(
      'the Docker daemon is not running, and only root may start it',
      `run \`sudo ${command}\``,
    );
  }
  return impossible(
    `${partsMissing(missing)}, and only root may install it`,
    family ? 'run `sudo ./lab setup --yes`' : installThem(missing),
  );
}

const impossible = (reason: string, install: string): Plan => ({ state: 'impossible', reason, install });

function partsMissing(missing: readonly Part[]): string {
  const names = missing.map((part) => NAME[part]);
  const list = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
  return `${list} ${names.length > 1 ? 'are' : 'is'} missing`;
}

const installThem = (missing: readonly Part[]) =>
  `install ${missing.map((part) => NAME[part]).join(', ')} as ${DOCS} says for this system`;
