import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isBackend, type JournalEntry, type Strategy } from '../core/index.js';
import { freeSubnet } from './addresses.js';
import { checkStrategies } from './check-strategies.js';
import { compose } from './compose.js';
import { docker, serversOf, volumesOf } from './docker.js';
import { takeDown } from './down.js';
import { buildImage, type Progress, planImages } from './images.js';
import { unknownToNginx } from './knows.js';
import { KEEP_LABEL, LABEL, OWNER_LABEL, ROLE_LABEL, volumeName } from './labels.js';
import { claim, release } from './owner.js';
import { partsOf } from './parts.js';
import { type LabPaths, labPaths, PACKAGE_ROOT, sourcesFile } from './paths.js';
import { checkPhpSettings } from './php-ini.js';
import { freePort } from './ports.js';
import { enabledFiles, type ImageTags, nginxFiles, type Plan, volumesIn } from './render.js';
import { RunningLab } from './running-lab.js';
import { storeServers } from './servers.js';
import { noteIn } from './settings/index.js';
import { readSources, replacedBy, type Sources } from './sources.js';
import { type LabState, readState, writeState } from './state.js';
import { filesBelow, READABLE, syncFolder } from './sync.js';
import { writeComposeFile, writeSecrets } from './write-files.js';

/** What the user wants; what is absent stays as it is, or gets its default. */
export interface Wanted {
  readonly stateDir: string;
  readonly name: string;
  readonly strategies: readonly Strategy[];
  readonly backends?: number;
  readonly subnet?: string;
  readonly port?: number;
  /** PHP settings of the whole lab, in place of all that were given before. */
  readonly settings?: Readonly<Record<string, string>>;
  /** It outlives the process that asks for it; false: a lab for one run, which `lab gc` may remove after a crash. */
  readonly keep: boolean;
  /** Aborted, `up` ends with the signal's reason, as with any other failure. */
  readonly signal?: AbortSignal;
}

export const DEFAULT_BACKENDS = 3;
const STORES_DEADLINE_MS = 60_000;
const READY_DEADLINE_MS = 60_000;

/**
 * Brings a lab to exactly the wanted state and returns when every URL answers.
 * A lab that this call created and could not finish is removed again.
 * @throws LabError
 */
export async function up(wanted: Wanted, progress: Progress): Promise<RunningLab> {
  const paths = labPaths(wanted.stateDir, wanted.name);
  const [known, present] = await Promise.all([readState(paths.state), serversOf(wanted.name)]);
  const before = present.map(({ Labels }) => Labels[ROLE_LABEL] ?? '');
  await checkStrategies(wanted.strategies);
  await claim(wanted.name);
  try {
    const chosen = await adopted(wanted.strategies, paths);
    const sources = await readSources(sourcesFile(wanted.stateDir));
    const images = await readyImages(chosen, sources, progress);
    const state = await nextState(wanted, known, before.length > 0, images, sources);
    wanted.signal?.throwIfAborted();
    const replaces = known !== undefined && before.length > 0 && mustStartAnew(known, state);
    if (replaces) {
      await takeDown({ name: wanted.name }, progress);
      await claim(wanted.name);
    }
    if (replaces || before.length === 0) await forgetChanges(paths);
    const lab = new RunningLab(state, chosen, paths);
    const plan: Plan = { state, strategies: lab.strategies, images, paths };
    await writeFiles(plan);
    // nginx must send nobody any more to a backend that is about to leave.
    if (before.some((role) => isBackend(role) && !lab.roles.includes(role))) await lab.reload('nginx');
    await compose(paths.compose, ['up', '--detach', '--remove-orphans'], progress, wanted.signal);
    progress('waiting for the stores');
    await lab.storesReady(STORES_DEADLINE_MS);
    if (existsSync(paths.unread)) await reloadAll(lab, before);
    await rm(paths.unread, { force: true });
    await lab.prepareStores();
    progress('asking every backend for every strategy');
    await lab.ready(READY_DEADLINE_MS);
    wanted.signal?.throwIfAborted();
    await removeOldVolumes(plan);
    await forgetFaults(lab, wanted);
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
    else await goBack(known, wanted, paths).catch(() => {});
    wanted.signal?.throwIfAborted();
    throw error;
  }
}

/** A lab that was there before is what it was meant to be before: the next `up` that says nothing else mends it. */
async function goBack(known: LabState | undefined, { keep, name }: Wanted, paths: LabPaths): Promise<void> {
  if (known) await writeState(paths.state, known);
  if (keep) await release(name);
}

async function nextState(
  wanted: Wanted,
  known: LabState | undefined,
  present: boolean,
  images: ImageTags,
  sources: Sources,
): Promise<LabState> {
  const { name, strategies } = wanted;
  const keepPort = present && known && (wanted.port === undefined || wanted.port === known.httpPort);
  const httpPort = keepPort ? known.httpPort : await freePort(wanted.port);
  const keepSubnet = present && known && (wanted.subnet === undefined || wanted.subnet === known.subnet);
  if (wanted.settings) await checkPhpSettings(name, images['backend']!, wanted.settings);
  return {
    schema: 'session-lab/lab@1',
    name,
    instance: known?.instance ?? randomBytes(4).toString('hex'),
    subnet: keepSubnet ? known.subnet : await freeSubnet(wanted.subnet, name),
    httpPort,
    visitorPort: keepPort ? known.visitorPort : await freePort(undefined, [httpPort]),
    backends: wanted.backends ?? (present ? known?.backends : undefined) ?? DEFAULT_BACKENDS,
    strategies: strategies.map(({ id }) => id),
    settings: { ...(wanted.settings ?? (present ? known?.settings : undefined)) },
    unavailable: await unknownToNginx(name, images['nginx']!, strategies),
    replaced: replacedBy(sources),
  };
}

/** Compose cannot move running containers to other addresses. */
const mustStartAnew = (known: LabState, next: LabState): boolean => known.subnet !== next.subnet;

/** Names of the images that these strategies need. */
export const neededImages = (strategies: readonly Strategy[]): string[] => [
  'nginx',
  'backend',
  ...new Set(storeServers(strategies).map(({ service }) => service)),
];

/** Builds what is missing; nothing where all is there. */
async function readyImages(
  strategies: readonly Strategy[],
  sources: Sources,
  progress: Progress,
): Promise<Record<string, string>> {
  const own = strategies.flatMap(({ store }) => store.ownServers ?? []);
  const plans = await planImages(neededImages(strategies), sources, progress, own);
  await Promise.all(
    plans
      .filter(({ built }) => !built)
      .map((plan) => buildImage(plan, (line) => progress(`${plan.name}: ${line}`))),
  );
  return Object.fromEntries(plans.map(({ name, tag }) => [name, tag]));
}

/** What a strategy's folder may hold; whatever else lies there is nobody's business. */
const OWN_PARTS = ['strategy.yaml', 'site.conf', 'vhost.conf', 'php', 'compose'];

/** People's own strategies are copied, so that the lab does not change when their folders do. */
async function adopted(strategies: readonly Strategy[], paths: LabPaths): Promise<Strategy[]> {
  return Promise.all(
    strategies.map(async (strategy) => {
      const { id, origin, store } = strategy;
      if (!origin || !('folder' in origin)) return strategy;
      const folder = join(paths.own, id);
      if (folder === origin.folder) return strategy;
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      for (const part of OWN_PARTS.filter((one) => existsSync(join(origin.folder, one))))
        await cp(join(origin.folder, part), join(folder, part), { recursive: true, dereference: true });
      const ownServers = store.ownServers?.map((one) => ({ ...one, folder: join(folder, 'compose') }));
      return { ...strategy, origin: { folder }, store: { ...store, ...(ownServers && { ownServers }) } };
    }),
  );
}

/** Leaves a note where running servers have to read something again, so that an `up` that does not come so far can be
 * followed by one that does it. */
async function writeFiles(plan: Plan): Promise<void> {
  const { paths, strategies } = plan;
  await mkdir(paths.root, { recursive: true });
  const added = await Promise.all(
    strategies.filter(({ origin }) => origin).map(async (one) => ({ id: one.id, ...(await partsOf(one)) })),
  );
  const nginx = {
    ...(await filesBelow(join(PACKAGE_ROOT, 'nginx-conf'), /^modules\//)),
    ...Object.fromEntries(added.map(({ id, site }) => [`sites/${id}.conf`, site])),
    ...nginxFiles(plan),
  };
  const phpApp = {
    ...(await filesBelow(join(PACKAGE_ROOT, 'php-app'))),
    ...Object.fromEntries(added.map(({ id, vhost }) => [`vhosts/${id}.conf`, vhost])),
    ...Object.fromEntries(
      added.flatMap(({ id, php }) =>
        Object.entries(php).map(([path, content]) => [`own/${id}/${path}`, content]),
      ),
    ),
  };
  const changed = await Promise.all([
    syncFolder(paths.nginx, nginx, READABLE),
    syncFolder(paths.phpApp, phpApp, READABLE),
    syncFolder(paths.enabled, enabledFiles(plan), READABLE),
    writeSecrets(plan),
  ]);
  await writeComposeFile(plan);
  await writeState(paths.state, plan.state);
  if (changed.some(Boolean)) await writeFile(paths.unread, '');
}

/** Those that were there before read their configuration again; new ones have just read it. */
async function reloadAll(lab: RunningLab, before: readonly string[]): Promise<void> {
  const readers = lab.roles.filter((role) => before.includes(role));
  const joining = lab.roles.filter((role) => isBackend(role) && !before.includes(role));
  if (readers.includes('nginx')) await Promise.all(joining.map((role) => lab.awaitKnock(role, ['answers'])));
  // nginx last: it must not send anybody to a virtual host that is not there yet.
  await Promise.all(readers.filter(isBackend).map((role) => lab.reload(role)));
  if (readers.includes('nginx')) await lab.reload('nginx');
}

/** A fault on a server that has left has left with it. That somebody left or joined is itself the fault `scale`, and ends
 * when somebody says how many there shall be. */
async function forgetFaults({ journal, roles }: RunningLab, { backends }: Wanted): Promise<void> {
  const isOver = ({ fault, role }: JournalEntry) =>
    fault === 'scale' ? backends !== undefined : !roles.includes(role);
  for (const entry of await journal.entries()) if (isOver(entry)) await journal.remove(entry);
}

/** What was broken in a lab's containers, or set for a scenario, has gone with them. */
export async function forgetChanges(paths: LabPaths): Promise<void> {
  await rm(paths.journal, { force: true });
  await noteIn(paths).remove();
}

/** Volumes of backends and stores that have left. */
async function removeOldVolumes(plan: Plan): Promise<void> {
  const wanted = volumesIn(plan);
  const left = (await volumesOf(plan.state.name)).filter(
    ({ Name, Labels }) => !wanted.includes(Name) && !(OWNER_LABEL in Labels) && !(KEEP_LABEL in Labels),
  );
  await Promise.all(left.map((volume) => docker.getVolume(volume.Name).remove()));
}
