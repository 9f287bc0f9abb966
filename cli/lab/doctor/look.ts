import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { LabError, messageOf } from '../../core/index.js';
import { freeSubnet } from '../addresses.js';
import { docker, imageId } from '../docker.js';
import { planImages } from '../images.js';
import { FileJournal } from '../journal.js';
import { labsInDocker } from '../labs-in-docker.js';
import { labPaths, PACKAGE_ROOT, sourcesFile } from '../paths.js';
import { freePort } from '../ports.js';
import { IMAGE_NAMES } from '../recipes.js';
import { look as lookForSetup } from '../setup/index.js';
import { readSources } from '../sources.js';
import type { Disk, DoctorFacts, Engine, FaultOf, Found, Images } from './facts.js';
import { tryContainer } from './trial.js';

const PATIENCE_MS = 5_000;

/** Looks at this machine, at Docker, and at the labs below a folder. All that it changes is one container, which it removes. */
export async function lookAround(stateDir: string): Promise<DoctorFacts> {
  const setup = await lookForSetup();
  const engine = await (setup.daemon.state === 'answers' ? found(engineFacts) : skipped<Engine>());
  const asked = <T>(ask: () => Promise<T>) => (engine.state === 'found' ? found(ask) : skipped<T>());
  const [disk, subnet, ports, images, labs, faults] = await Promise.all([
    asked(diskFacts),
    // No lab has this name, whose own networks would count as free.
    asked(() => freeSubnet(undefined, '')),
    found(freePorts),
    asked(() => imageFacts(stateDir)),
    asked(labsInDocker),
    asked(() => faultsBelow(stateDir)),
  ]);
  // Last and alone, so that its time is its own.
  const trial = await asked(tryContainer);
  return { setup, node: nodeFacts(), engine, disk, subnet, ports, images, labs, faults, trial };
}

const skipped = async <T>(): Promise<Found<T>> => ({
  state: 'skipped',
  why: 'no Docker daemon answers the lab',
});

async function found<T>(ask: () => Promise<T>): Promise<Found<T>> {
  try {
    return { state: 'found', value: await ask() };
  } catch (error) {
    if (error instanceof LabError) return { state: 'failed', why: error.message, fix: error.hint };
    return { state: 'failed', why: messageOf(error) };
  }
}

function nodeFacts(): DoctorFacts['node'] {
  const { engines } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
  return { version: process.versions.node, oldest: String(engines.node).replace('>=', '') };
}

async function engineFacts(): Promise<Engine> {
  const [info, command] = await Promise.all([
    docker.info(),
    execa('docker', ['info', '--format', '{{.ID}}'], {
      reject: false,
      stdin: 'ignore',
      timeout: PATIENCE_MS,
    }),
  ]);
  return {
    id: info.ID,
    idByCommand: command.exitCode === 0 ? String(command.stdout).trim() : '',
    unlimited: [
      ...(info.MemoryLimit === false ? (['memory'] as const) : []),
      ...(info.PidsLimit === false ? (['processes'] as const) : []),
    ],
  };
}

async function diskFacts(): Promise<Disk> {
  const path: string = (await docker.info()).DockerRootDir;
  const disk = await statfs(path).catch(() => null);
  return { path, freeBytes: disk && disk.bavail * disk.bsize };
}

async function freePorts(): Promise<readonly [number, number]> {
  const browsers = await freePort(undefined);
  return [browsers, await freePort(undefined, [browsers])];
}

/** Without the base image none can be built for it, and looking for it further would pull or make it. */
async function imageFacts(stateDir: string): Promise<Images> {
  const sources = await readSources(sourcesFile(stateDir));
  const base = sources.baseImage
    ? (await imageId(sources.baseImage)) !== undefined
    : (await docker.listImages({ filters: { reference: ['session-lab/base'] } })).length > 0;
  if (!base) return { base, built: [], missing: IMAGE_NAMES };
  const plans = await planImages(IMAGE_NAMES, sources, () => {});
  const names = (wanted: boolean) => plans.filter(({ built }) => built === wanted).map(({ name }) => name);
  return { base, built: names(true), missing: names(false) };
}

/** The journals of the labs that are there; a folder whose lab is gone has nothing that could be healed. */
async function faultsBelow(stateDir: string): Promise<FaultOf[]> {
  const { up } = await labsInDocker();
  const journals = up.map(async (lab) => {
    const entries = await new FileJournal(labPaths(stateDir, lab).journal).entries();
    return entries.map((entry) => ({ lab, ...entry }));
  });
  return (await Promise.all(journals)).flat();
}
