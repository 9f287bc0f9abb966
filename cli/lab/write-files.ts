import { writeFile } from 'node:fs/promises';
import { composeFile, type Plan, secretFiles } from './render.js';
import { labSecrets } from './secrets.js';
import { storeServers } from './servers.js';
import { SECRET, syncFolder } from './sync.js';

export const writeComposeFile = (plan: Plan): Promise<void> =>
  writeFile(plan.paths.compose, `${JSON.stringify(composeFile(plan), null, 2)}\n`);

/** Makes the secrets that are missing and writes them for every server. @returns whether anything changed. */
export async function writeSecrets(plan: Plan): Promise<boolean> {
  const { paths, strategies } = plan;
  const withSecret = storeServers(strategies).filter(({ secret }) => secret);
  const secrets = await labSecrets(paths.secrets, [...new Set(withSecret.map(({ service }) => service))]);
  const files = { 'secrets.json': JSON.stringify(secrets), ...secretFiles(plan, secrets) };
  return syncFolder(paths.secrets, files, SECRET);
}
