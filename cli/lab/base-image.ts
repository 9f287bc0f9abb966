import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT, LabError } from '../core/index.js';
import { docker, imageId } from './docker.js';
import { IMAGE_LABEL } from './labels.js';

const SUITE = 'trixie';
const UPSTREAM = `debian:${SUITE}-slim`;
const BASE = `session-lab/base:${SUITE}`;
const PULL_DEADLINE_MS = 120_000;

export interface BaseImage {
  readonly tag: string;
  readonly id: string;
}

/**
 * The image that all others start from: the one that was asked for, or Debian's, pulled where a registry answers, else made on this
 * machine from Debian's packages. Both have Debian's package sources configured.
 * @throws LabError exit 3 where neither works.
 */
export async function baseImage(
  wanted: string | undefined,
  progress: (line: string) => void,
): Promise<BaseImage> {
  if (wanted) return { tag: wanted, id: (await imageId(wanted)) ?? (await pulled(wanted, progress)) };
  const known = await imageId(BASE);
  if (known) return { tag: BASE, id: known };
  progress(`looking for ${UPSTREAM} in a registry`);
  const { exitCode } = await execa('docker', ['pull', '--quiet', UPSTREAM], {
    reject: false,
    timeout: PULL_DEADLINE_MS,
  });
  if (exitCode === 0) await docker.getImage(UPSTREAM).tag({ repo: 'session-lab/base', tag: SUITE });
  else await madeHere(progress);
  return { tag: BASE, id: (await imageId(BASE))! };
}

async function pulled(tag: string, progress: (line: string) => void): Promise<string> {
  progress(`pulling ${tag}`);
  const { exitCode, stderr } = await execa('docker', ['pull', '--quiet', tag], { reject: false });
  const id = exitCode === 0 ? await imageId(tag) : undefined;
  if (id) return id;
  throw new LabError({
    subject: `base image ${tag}`,
    reason: 'is neither here nor in a registry that answers',
    hint: 'Name another one with `lab build --base-image`, or `bundled` to go back to the own one.',
    exitCode: EXIT.environment,
    details: stderr.split('\n').slice(-3),
  });
}

async function madeHere(progress: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'session-lab-base-'));
  try {
    const tar = join(folder, 'base.tar');
    progress(`no registry answers: making ${SUITE} from Debian's packages`);
    await run('mmdebstrap', [
      '--variant=minbase',
      // A mirror may be older than its own expiry date; the setting stays in the image, where packages are installed.
      '--aptopt=Acquire::Check-Valid-Until "false"',
      SUITE,
      tar,
    ]);
    await run('docker', ['import', '--change', `LABEL ${IMAGE_LABEL}=base`, tar, BASE]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const { exitCode, all, code } = await execa(command, args, { reject: false, all: true, stdin: 'ignore' });
  if (exitCode === 0) return;
  throw new LabError({
    subject: 'base image',
    reason:
      code === 'ENOENT'
        ? `no registry answers, and ${command} is not installed to make it here`
        : `no registry answers, and ${command} could not make it here`,
    hint: `Run \`lab setup --yes\`, which installs mmdebstrap, or name an image you have with \`lab build --base-image\`.`,
    exitCode: EXIT.environment,
    details: (all ?? '').split('\n').slice(-8),
  });
}
