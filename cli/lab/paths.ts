import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package.json, compose/, nginx-conf/ and php-app/: two levels further up in dist/ than in the source. */
export const PACKAGE_ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder));
}

/** The version in package.json. */
export const packageVersion = (): string =>
  (JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string }).version;

/** The folders of one lab below the state folder (`--dir`, `LAB_DIR`, default `.lab` below the current folder). */
export function labPaths(stateDir: string, name: string) {
  const root = join(stateDir, name);
  return {
    root,
    state: join(root, 'lab.json'),
    compose: join(root, 'compose.json'),
    journal: join(root, 'faults.json'),
    nginx: join(root, 'nginx'),
    phpApp: join(root, 'php-app'),
    enabled: join(root, 'enabled'),
    secrets: join(root, 'secrets'),
    /** There as long as running servers have not read what was written. */
    unread: join(root, 'unread'),
    /** Copies of people's own strategies, one folder each. */
    own: join(root, 'own'),
  };
}

/** Where a lab keeps its copy of somebody's own strategy. */
export const ownCopy = (stateDir: string, lab: string, id: string): string =>
  join(labPaths(stateDir, lab).own, id);

/** What images are built from, for all labs below this folder. */
export const sourcesFile = (stateDir: string): string => join(stateDir, 'build.json');

export type LabPaths = ReturnType<typeof labPaths>;
