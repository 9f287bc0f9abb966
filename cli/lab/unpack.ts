import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { EXIT, LabError } from '../core/index.js';

/**
 * The folder of a source: itself, or, for an archive (.tar.gz, .tgz), what it unpacks to, in a folder of temporary files
 * that is called as the archive's content hashes.
 * @throws LabError exit 64 where it is neither.
 */
export async function unpacked(source: string): Promise<string> {
  const path = resolve(source);
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory()) return path;
  if (!info) throw unusable(path, 'does not exist');
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  const folder = join(tmpdir(), `session-lab-source-${process.getuid?.() ?? ''}-${digest.slice(0, 16)}`);
  if (!(await stat(folder).catch(() => undefined))) await extract(path, folder);
  const entries = await readdir(folder, { withFileTypes: true });
  const [only] = entries;
  return entries.length === 1 && only?.isDirectory() ? join(folder, only.name) : folder;
}

/** Half an archive is never mistaken for a whole one. */
async function extract(path: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { mode: 0o700 });
  const { exitCode, stderr } = await execa('tar', ['-xzf', path, '-C', draft, '--no-same-owner'], {
    reject: false,
  });
  if (exitCode === 0) return rename(draft, folder);
  await rm(draft, { recursive: true, force: true });
  throw unusable(path, `cannot be unpacked (${stderr.split('\n')[0]})`);
}

const unusable = (path: string, reason: string): LabError =>
  new LabError({
    subject: path,
    reason,
    hint: 'Give a folder, or a .tar.gz of one.',
    exitCode: EXIT.usage,
  });
