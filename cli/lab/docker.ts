import { Writable } from 'node:stream';
import Docker from 'dockerode';
import { LABEL, ROLE_LABEL } from './labels.js';

/** The engine that `DOCKER_HOST` or the default socket names. */
export const docker = new Docker();

const labelled = (lab?: string) => ({ label: [lab === undefined ? LABEL : `${LABEL}=${lab}`] });

/** What carries the lab's label; of every lab where no name is given. */
export const containersOf = (lab?: string) => docker.listContainers({ all: true, filters: labelled(lab) });
/** Those of them that are servers of the lab, and not on some errand of the CLI. */
export const serversOf = async (lab: string) =>
  (await containersOf(lab)).filter(({ Labels }) => ROLE_LABEL in Labels);
export const networksOf = (lab?: string) => docker.listNetworks({ filters: labelled(lab) });
export const volumesOf = async (lab?: string) =>
  (await docker.listVolumes({ filters: labelled(lab) })).Volumes ?? [];

/** True for the answer that a container, image, network or volume does not exist. */
export const isNotFound = (error: unknown): boolean => (error as { statusCode?: number })?.statusCode === 404;
/** True where the wanted state was there already: started, stopped, connected. */
export const isConflict = (error: unknown): boolean =>
  [304, 409].includes((error as { statusCode?: number })?.statusCode ?? 0);

/** Id of a local image; undefined where there is none of this name. */
export const imageId = (tag: string): Promise<string | undefined> =>
  docker
    .getImage(tag)
    .inspect()
    .then(
      (image) => image.Id,
      (error) => {
        if (isNotFound(error)) return undefined;
        throw error;
      },
    );

export interface ExecResult {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs a command, given as a list, inside a container; stdout and stderr come back as one text. */
export async function execIn(
  container: string,
  command: readonly string[],
  user?: string,
): Promise<ExecResult> {
  const exec = await docker.getContainer(container).exec({
    Cmd: [...command],
    AttachStdout: true,
    AttachStderr: true,
    ...(user && { User: user }),
  });
  const stream = await exec.start({ hijack: true, stdin: false });
  const chunks: Buffer[] = [];
  const collect = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  docker.modem.demuxStream(stream, collect, collect);
  await new Promise<void>((resolve, reject) => {
    stream.on('end', resolve);
    stream.on('close', resolve);
    stream.on('error', reject);
  });
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, output: Buffer.concat(chunks).toString().trim() };
}

/** The last lines that a container wrote; none where nobody knows. */
export async function lastLog(container: string, lines = 10): Promise<string[]> {
  const text = await logOf(container, lines).catch(() => '');
  return text.split('\n').filter(Boolean);
}

/** What a container wrote last. */
export async function logOf(container: string, lines: number): Promise<string> {
  const raw = await docker.getContainer(container).logs({ stdout: true, stderr: true, tail: lines });
  return demultiplexed(raw as unknown as Buffer);
}

/** What a container has written since then. */
export async function logSince(container: string, since: Date): Promise<string> {
  const raw = await docker
    .getContainer(container)
    .logs({ stdout: true, stderr: true, since: since.getTime() / 1000 });
  return demultiplexed(raw as unknown as Buffer);
}

/** Takes the frame headers out of a log: 8 bytes before each frame, of which the last 4 are its length (Docker Engine
 * API, "attach to a container", stream format). */
function demultiplexed(raw: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= raw.length; ) {
    const length = raw.readUInt32BE(at + 4);
    parts.push(raw.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString();
}
