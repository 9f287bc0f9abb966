import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, LabError, type Strategy } from '../core/index.js';
import { serversOf } from './docker.js';
import { ownStrategy } from './own-strategy.js';
import { type LabPaths, labPaths } from './paths.js';
import { RunningLab } from './running-lab.js';
import { type LabState, readState } from './state.js';

/** The lab of this name, where its containers are there and its folder says what it is. */
export async function openLab(
  stateDir: string,
  name: string,
  findStrategy: (id: string) => Strategy | undefined,
): Promise<RunningLab | undefined> {
  const paths = labPaths(stateDir, name);
  const [state, containers] = await Promise.all([readState(paths.state), serversOf(name)]);
  if (!state || containers.length === 0) return undefined;
  return new RunningLab(state, knownStrategies(state, paths, findStrategy), paths);
}

/** The strategies that the state names: of the catalogue, free pairs, and people's own, of which the lab keeps a copy.
 * Those that this version does not know are left out. */
const knownStrategies = (
  state: LabState,
  paths: LabPaths,
  find: (id: string) => Strategy | undefined,
): Strategy[] =>
  state.strategies.flatMap((id) => {
    const folder = join(paths.own, id);
    return find(id) ?? (existsSync(folder) ? ownStrategy(folder, () => false) : []);
  });

export const notUp = (name: string): LabError =>
  new LabError({
    subject: `lab ${name}`,
    reason: 'is not up',
    hint: name === 'lab' ? 'Bring it up with `lab up`.' : `Bring it up with \`lab up --name ${name}\`.`,
    exitCode: EXIT.environment,
  });
