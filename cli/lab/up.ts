import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Strategy } from '../core/index.js';
import { freeSubnet } from './addresses.js';
import { compose } from './compose.js';
import { containersOf, docker, volumesOf } from './docker.js';
import { takeDown } from './down.js';
import { buildImage, type Progress, planImages } from './images.js';
import { KEEP_LABEL, LABEL, OWNER_LABEL, volumeName } from './labels.js';
import { claim, release } from './owner.js';
import { labPaths, PACKAGE_ROOT } from './paths.js';
import { freePort } from './ports.js';
import { composeFile, enabledFiles, nginxFiles, type Plan, secretFiles } from './render.js';
import { RunningLab } from './running-lab.js';
import { labSecrets } from './secrets.js';
import { storeServers } from './servers.js';
import { type LabState, readState, writeState } from './state.js';
import { filesBelow, READABLE, SECRET, syncFolder } from './sync.js';

/** What the user wants; what is absent stays as it is, or gets its default. */
export interface Wanted {
  readonly stateDir: string;
  readonly name: string;
  readonly strategies: readonly Strategy[];
  readonly backends?: number;
  readonly subnet?: string;
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
  /** It outlives the process that asks for it; false: a lab for one run, which `lab gc` may remove after a crash. */
  readonly keep: boolean;
  /** Aborted, `up` ends with the signal's reason, as with any other failure. */
  readonly signal?: AbortSignal;
}

export const DEFAULT_BACKENDS = 3;
const READY_DEADLINE_MS = 60_000;

/**
 * Brings a lab to exactly the wanted state and returns when every URL answers.
 * A lab that this call created and could not finish is removed again.
 * @throws LabError
 */
export async function up(wanted: Wanted, progress: Progress): Promise<RunningLab> {
  const paths = labPaths(wanted.stateDir, wanted.name);
  const [known, present] = await Promise.all([readState(paths.state), containersOf(wanted.name)]);
  const state = await nextState(wanted, known, present.length > 0);
  const images = await readyImages(wanted.strategies, progress);
  wanted.signal?.throwIfAborted();
  await claim(wanted.name);
  try {
    if (known && present.length > 0 && mustStartAnew(known, state))
      await takeDown({ name: wanted.name }, progress);
    const plan: Plan = { state, strategies: wanted.strategies, images, paths };
    const changed = await writeFiles(plan);
    await compose(paths.compose, ['up', '--detach', '--remove-orphans'], progress, wanted.signal);
    const lab = new RunningLab(state, wanted.strategies, paths);
    if (changed && present.length > 0)
      await reloadAll(
        lab,
        present.map((one) => one.Labels['session-lab.role'] ?? ''),
      );
    progress('asking every backend for every strategy');
    await lab.ready(READY_DEADLINE_MS);
    wanted.signal?.throwIfAborted();
    await removeOldVolumes(wanted.name, plan);
    if (wanted.keep)
      await docker.createVolume({
        Name: volumeName(wanted.name, 'keep'),
        Labels: { [LABEL]: wanted.name, [KEEP_LABEL]: 'yes' },
      });
    if (wanted.keep) await release(wanted.name);
    return lab;
  } catch (error) {
    if (present.length === 0)
      await takeDown({ name: wanted.name, stateDir: wanted.stateDir }, progress).catch(() => {});
    wanted.signal?.throwIfAborted();
    throw error;
  }
}

async function nextState(wanted: Wanted, known: LabState | undefined, present: boolean): Promise<LabState> {
  const { name } = wanted;
  const keepPort = present && known && (wanted.port === undefined || wanted.port === known.httpPort);
  const httpPort = keepPort ? known.httpPort : await freePort(wanted.port);
  const keepSubnet = present && known && (wanted.subnet === undefined || wanted.subnet === known.subnet);
  return {
    schema: 'session-lab/lab@1',
    name,
    instance: known?.instance ?? randomBytes(4).toString('hex'),
    subnet: keepSubnet ? known.subnet : await freeSubnet(wanted.subnet, name),
    httpPort,
    visitorPort: keepPort ? known.visitorPort : await freePort(undefined, [httpPort]),
    backends: wanted.backends ?? (present ? known?.backends : undefined) ?? DEFAULT_BACKENDS,
    strategies: wanted.strategies.map(({ id }) => id),
    settings: { ...(wanted.settings ?? (present ? known?.settings : undefined)) },
  };
}

/** Compose cannot move running containers to other addresses. */
const mustStartAnew = (known: LabState, next: LabState): boolean => known.subnet !== next.subnet;

/** Builds what is missing; nothing where all is there. */
async function readyImages(
  strategies: readonly Strategy[],
  progress: Progress,
): Promise<Record<string, string>> {
  const names = ['nginx', 'backend', ...new Set(storeServers(strategies).map(({ service }) => service))];
  const plans = await planImages(names, progress);
  await Promise.all(
    plans
      .filter(({ built }) => !built)
      .map((plan) => buildImage(plan, (line) => progress(`${plan.name}: ${line}`))),
  );
  return Object.fromEntries(plans.map(({ name, tag }) => [name, tag]));
}

/** @returns whether a running server has to read its configuration again. */
async function writeFiles(plan: Plan): Promise<boolean> {
  const { paths } = plan;
  await mkdir(paths.root, { recursive: true });
  const nginx = {
    ...(await filesBelow(join(PACKAGE_ROOT, 'nginx-conf'), /^modules\//)),
    ...nginxFiles(plan),
  };
  const secrets = secretFiles(plan, await labSecrets(paths.secrets));
  const own = Object.fromEntries(
    Object.entries(await filesBelow(paths.secrets)).filter(([path]) => !path.includes('/')),
  );
  const changed = await Promise.all([
    syncFolder(paths.nginx, nginx, READABLE),
    syncFolder(paths.phpApp, await filesBelow(join(PACKAGE_ROOT, 'php-app')), READABLE),
    syncFolder(paths.enabled, enabledFiles(plan), READABLE),
    syncFolder(paths.secrets, { ...own, ...secrets }, SECRET),
  ]);
  await writeFile(paths.compose, `${JSON.stringify(composeFile(plan), null, 2)}\n`);
  await writeState(paths.state, plan.state);
  return changed.some(Boolean);
}

/** Those that were there before read their configuration again; new ones have just read it. */
async function reloadAll(lab: RunningLab, before: readonly string[]): Promise<void> {
  const readers = lab.roles.filter(
    (role) => before.includes(role) && (role === 'nginx' || role.startsWith('backend-')),
  );
  // nginx last: it must not send anybody to a virtual host that is not there yet.
  await Promise.all(readers.filter((role) => role !== 'nginx').map((role) => lab.reload(role)));
  if (readers.includes('nginx')) await lab.reload('nginx');
}

/** Volumes of backends and stores that have left. */
async function removeOldVolumes(name: string, plan: Plan): Promise<void> {
  const wanted = Object.values(
    (composeFile(plan) as { volumes: Record<string, { name: string }> }).volumes,
  ).map((v) => v.name);
  const left = (await volumesOf(name)).filter(
    (volume) =>
      !wanted.includes(volume.Name) && !(OWNER_LABEL in volume.Labels) && !(KEEP_LABEL in volume.Labels),
  );
  await Promise.all(left.map((volume) => docker.getVolume(volume.Name).remove()));
}
