import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { EXIT, isBackend, type Knock, LabError, type Role } from '../core/index.js';
import { compose } from './compose.js';
import { serversOf, volumesOf } from './docker.js';
import { ROLE_LABEL, volumeName } from './labels.js';
import { removeServer } from './remove-server.js';
import { backendServers, nginxFiles, type Plan } from './render.js';
import { writeState } from './state.js';
import { filesBelow, READABLE, syncFolder } from './sync.js';
import { writeComposeFile, writeSecrets } from './write-files.js';

const READY_DEADLINE_MS = 20_000;
/** Those of nginx's files that name the backends. */
const SERVER_FILES = ['lab/servers.conf', 'lab/servers-named.conf', 'lab/backends.conf'];

/** What it takes to do it in a lab that runs. */
export interface Rescaled {
  reload(role: Role): Promise<void>;
  awaitKnock(role: Role, wanted: readonly Knock[]): Promise<Knock>;
  ready(deadlineMs: number): Promise<void>;
}

/**
 * Gives a lab the number of backends that its state says, and changes nothing else: no image, no other container, no
 * file that is about something else. Goes by what is there, so it may follow a call that was killed at any moment.
 * A backend that leaves gets no new request before it is removed with its disk; one that joins gets none before it
 * answers, and has an empty disk.
 */
export async function rescale(plan: Omit<Plan, 'images'>, lab: Rescaled): Promise<void> {
  const { state, paths } = plan;
  const wanted = backendServers(state).map(({ role }) => role);
  const there = await backendsThere(state.name);
  const leaving = there.map(({ role }) => role).filter((role) => !wanted.includes(role));
  const joining = wanted.filter((role) => !there.some((one) => one.role === role && one.started));
  await writeFiles(plan);
  if (leaving.length > 0 || joining.length === 0) await lab.reload('nginx');
  await Promise.all([...leaving, ...joining].map((role) => removeServer(state.name, role)));
  if (joining.length > 0) {
    await compose(paths.compose, ['up', '--detach', '--no-deps', ...joining], () => {});
    await letIn(joining, lab);
  }
  await lab.ready(READY_DEADLINE_MS);
}

/** nginx hears of backends that join when all of them answer. @throws LabError exit 3 naming one that does not. */
export async function letIn(
  joining: readonly Role[],
  lab: Pick<Rescaled, 'awaitKnock' | 'reload'>,
): Promise<void> {
  const knocks = await Promise.all(joining.map((role) => lab.awaitKnock(role, ['answers'])));
  const deaf = knocks.findIndex((knock) => knock !== 'answers');
  if (deaf >= 0) throw noAnswer(joining[deaf]!, knocks[deaf]!);
  await lab.reload('nginx');
}

const noAnswer = (role: Role, knock: Knock): LabError =>
  new LabError({
    subject: role,
    reason: `${knock === 'refuses' ? 'refuses connections' : 'is silent'} after it was started, so nginx sends it no requests`,
    hint: `\`lab logs ${role}\` says why; \`lab up\` mends what is missing.`,
    exitCode: EXIT.environment,
  });

/** Backends of which there is a container, or a volume that a container has left behind. */
async function backendsThere(lab: string): Promise<{ readonly role: Role; readonly started: boolean }[]> {
  const [servers, volumes] = await Promise.all([serversOf(lab), volumesOf(lab)]);
  const containers = servers.map(({ Labels, State }) => ({
    role: Labels[ROLE_LABEL]!,
    started: State !== 'created',
  }));
  const left = volumes
    .map(({ Name }) => ({ role: Name.slice(volumeName(lab, '').length), started: false }))
    .filter(({ role }) => !containers.some((one) => one.role === role));
  return [...containers, ...left].filter(({ role }) => isBackend(role));
}

async function writeFiles(plan: Omit<Plan, 'images'>): Promise<void> {
  const { state, paths } = plan;
  const images = await imagesIn(paths.compose);
  const files = Object.entries(nginxFiles({ ...plan, images }));
  await syncFolder(
    paths.nginx,
    {
      ...(await filesBelow(paths.nginx)),
      ...Object.fromEntries(files.filter(([path]) => SERVER_FILES.includes(path))),
    },
    READABLE,
  );
  await writeSecrets({ ...plan, images });
  await writeComposeFile({ ...plan, images });
  await writeState(paths.state, state);
}

const composeSchema = z.object({
  services: z.record(z.string(), z.object({ image: z.string(), extends: z.object({ service: z.string() }) })),
});

/** Image tags by name of the service, as the lab runs them. */
async function imagesIn(file: string): Promise<Record<string, string>> {
  const { services } = composeSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  return Object.fromEntries(Object.values(services).map((one) => [one.extends.service, one.image]));
}
