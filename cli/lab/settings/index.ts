import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role, Strategy } from '../../core/index.js';
import type { LabPaths } from '../paths.js';
import { backendServers, enabledFiles } from '../render.js';
import { storeServers } from '../servers.js';
import type { LabState } from '../state.js';
import { applySettings } from './apply.js';
import { NoteFile } from './note.js';
import { phpOf } from './php.js';
import { limitsOf } from './stores.js';
import type { Settings } from './taker.js';

export interface SettableLab {
  readonly state: LabState;
  readonly strategies: readonly Strategy[];
  readonly paths: LabPaths;
  exec(role: Role, command: readonly string[], purpose: string, user?: string): Promise<string>;
  reload(role: Role): Promise<void>;
}

/** Gives a lab these settings beyond its own; see `applySettings`. @throws LabError exit 3. */
export function applyTo(lab: SettableLab, settings: Settings): Promise<void> {
  const { state, strategies, paths, exec, reload } = lab;
  const stores = storeServers(strategies);
  const php = phpOf({
    roles: backendServers(state).map(({ role }) => role),
    write: async (more) => {
      const whole = { ...state, settings: { ...state.settings, ...more } };
      const files = enabledFiles({ state: whole, strategies, images: {}, paths });
      await writeFile(join(paths.enabled, 'settings.conf'), files['settings.conf']!);
    },
    reload,
    exec: (role, command, purpose) => exec(role, command, purpose, 'www-data'),
  });
  const limits = limitsOf({
    roles: stores.map(({ role }) => role),
    order: (role, order, purpose) =>
      exec(role, ['lab-store', ...order], purpose, stores.find((one) => one.role === role)?.user),
  });
  return applySettings([php, limits], noteIn(paths), settings, state.settings);
}

/** What a scenario has set in this lab. */
export const noteIn = (paths: LabPaths): NoteFile => new NoteFile(join(paths.root, 'scenario-settings.json'));
