import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT, LabError } from '../core/index.js';

export const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (info) => info.isFile(),
    () => false,
  );

/**
 * Lends the folder that an archive (.tar.gz) unpacks to: its only folder, or all of it.
 * @throws LabError exit 64 where it cannot be unpacked.
 */
export async function unpacked<T>(archive: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'session-lab-source-'));
  try {
    const args = ['-xzf', archive, '-C', folder, '--no-same-owner'];
    const { exitCode, stderr } = await execa('tar', args, { reject: false });
    if (exitCode !== 0) throw unusable(archive, stderr.split('\n')[0]!);
    const [only, ...others] = await readdir(folder, { withFileTypes: true });
    return await use(others.length === 0 && only?.isDirectory() ? join(folder, only.name) : folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const unusable = (archive: string, reason: string): LabError =>
  new LabError({
    subject: archive,
    reason: `cannot be unpacked (${reason})`,
    hint: 'Give a folder, or a .tar.gz of one.',
    exitCode: EXIT.usage,
  });
