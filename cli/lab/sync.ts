import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Modes below a folder: containers read them as other users than the one who cloned the project. */
export const READABLE = { file: 0o644, folder: 0o755 } as const;
export const SECRET = { file: 0o600, folder: 0o700 } as const;

/** Every file below a folder as relative path and content; without those whose path `skip` matches. */
export async function filesBelow(folder: string, skip?: RegExp): Promise<Record<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !skip?.test(path))
    .sort();
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path))])),
  );
}

/**
 * Makes a folder hold exactly these files. Folders that stay keep their inode, since containers have them mounted.
 * @returns whether anything changed.
 */
export async function syncFolder(
  folder: string,
  files: Readonly<Record<string, string | Buffer>>,
  modes: { readonly file: number; readonly folder: number },
): Promise<boolean> {
  await makeFolder(folder, modes.folder);
  const present = await filesBelow(folder);
  const stale = Object.keys(present).filter((path) => !(path in files));
  const changed = Object.entries(files).filter(
    ([path, content]) => !present[path]?.equals(Buffer.from(content)),
  );
  await Promise.all(stale.map((path) => rm(join(folder, path))));
  for (const [path, content] of changed) {
    const target = join(folder, path);
    await makeFolders(folder, dirname(target), modes.folder);
    await writeFile(target, content, { mode: modes.file });
    await chmod(target, modes.file);
  }
  return stale.length + changed.length > 0;
}

/** Every folder on the way gets the mode: `mkdir` applies the user's umask, and a recursive one only to the last. */
async function makeFolders(top: string, folder: string, mode: number): Promise<void> {
  if (folder === top) return;
  await makeFolders(top, dirname(folder), mode);
  await makeFolder(folder, mode);
}

async function makeFolder(folder: string, mode: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, mode);
}
