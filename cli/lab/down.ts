import { rm } from 'node:fs/promises';
import { containersOf, docker, isNotFound, networksOf, volumesOf } from './docker.js';
import type { Progress } from './images.js';
import { IMAGE_LABEL, LABEL } from './labels.js';
import { labsInDocker } from './labs-in-docker.js';
import { labPaths } from './paths.js';

export interface DownOptions {
  /** Absent: every lab. */
  readonly name?: string;
  /** Where the lab's rendered files lie; removed as well. */
  readonly stateDir?: string;
}

/** How many things were removed. */
export interface Removed {
  readonly labs: readonly string[];
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
  readonly images: number;
}

/** Removes everything that carries the label, with no need of a state folder. */
export async function takeDown({ name, stateDir }: DownOptions, progress: Progress): Promise<Removed> {
  const containers = await containersOf(name);
  progress(`removing ${containers.length} containers`);
  await Promise.all(
    containers.map(({ Id }) => gone(docker.getContainer(Id).remove({ force: true, v: true }))),
  );
  const [networks, volumes] = await Promise.all([networksOf(name), volumesOf(name)]);
  progress(`removing ${networks.length} networks and ${volumes.length} volumes`);
  await Promise.all([
    ...networks.map(({ Id }) => gone(docker.getNetwork(Id).remove())),
    ...volumes.map(({ Name }) => gone(docker.getVolume(Name).remove())),
  ]);
  const labels = [...containers, ...networks, ...volumes].map(({ Labels }) => Labels?.[LABEL] ?? '');
  const labs = [...new Set(labels)].filter(Boolean).sort();
  if (stateDir) {
    for (const lab of name === undefined ? labs : [name]) {
      await rm(labPaths(stateDir, lab).root, { recursive: true, force: true });
    }
  }
  return {
    labs,
    containers: containers.length,
    networks: networks.length,
    volumes: volumes.length,
    images: 0,
  };
}

/** Removes the images that the lab has built, made or tagged: a base image that was pulled has no label of ours. */
export async function removeImages(): Promise<number> {
  const labelled = await docker.listImages({ filters: { label: [IMAGE_LABEL] } });
  const tagged = await docker.listImages({ filters: { reference: ['session-lab/*'] } });
  for (const { Id } of labelled) await gone(docker.getImage(Id).remove({ force: true }));
  // By tag, so that an image which somebody else has under another name stays.
  for (const tag of tagged.flatMap(({ RepoTags }) => RepoTags ?? []))
    await gone(docker.getImage(tag).remove());
  return new Set([...labelled, ...tagged].map(({ Id }) => Id)).size;
}

/** Removes labs that nobody wants to keep and whose process is gone. */
export async function collectGarbage(stateDir: string, progress: Progress): Promise<Removed[]> {
  const removed: Removed[] = [];
  for (const name of (await labsInDocker()).abandoned)
    removed.push(await takeDown({ name, stateDir }, progress));
  return removed;
}

/** Somebody else may have removed it in the meantime, or be doing so. */
async function gone(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: unknown) => {
    if (!isNotFound(error) && !/already in progress/.test(String(error))) throw error;
  });
}
