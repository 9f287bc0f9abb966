import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PACKAGE_ROOT } from '../../cli/lab/paths.js';

export const text = (path: string): string => readFileSync(join(PACKAGE_ROOT, path), 'utf8');

export const exists = (path: string): boolean => existsSync(join(PACKAGE_ROOT, path));

/** Names of the files of a folder that end so, without that ending; none where there is no such folder. */
export const names = (folder: string, ending: string): string[] =>
  exists(folder)
    ? readdirSync(join(PACKAGE_ROOT, folder))
        .filter((name) => name.endsWith(ending))
        .map((name) => basename(name, ending))
        .sort()
    : [];

/** Names of the folders in a folder. */
export const folders = (folder: string): string[] =>
  readdirSync(join(PACKAGE_ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** Paths of the files in a folder. */
export const filesIn = (folder: string): string[] =>
  readdirSync(join(PACKAGE_ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `${folder}/${name}`)
    .sort();
