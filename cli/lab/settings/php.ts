import type { Role } from '../../core/index.js';
import type { Said, Settings, Taker } from './taker.js';

export interface Backends {
  readonly roles: readonly Role[];
  /** Writes the file that every virtual host includes last: the lab's own settings, then these. */
  write(settings: Settings): Promise<void>;
  /** Returns when the backend has read its configuration again. */
  reload(backend: Role): Promise<void>;
  /** Runs a command on a backend; what it prints. */
  exec(backend: Role, command: readonly string[], purpose: string): Promise<string>;
}

/** PHP's settings, in every virtual host on every backend. */
export function phpOf(backends: Backends): Taker {
  const take = async (settings: Settings): Promise<void> => {
    await backends.write(settings);
    await Promise.all(backends.roles.map((role) => backends.reload(role)));
  };
  return {
    forgets: false,
    own: (settings) =>
      Object.fromEntries(Object.entries(settings).filter(([key]) => !key.startsWith('store.'))),
    ask: async (keys) => {
      const said = await Promise.all(
        backends.roles.map(async (role) =>
          saidOn(role, await backends.exec(role, ['lab-settings', ...keys], 'tell its PHP settings')),
        ),
      );
      return Object.assign({}, ...said) as Said;
    },
    take,
    giveBack: () => take({}),
  };
}

/** Each line is a strategy and its values as JSON. */
const saidOn = (role: Role, printed: string): Said =>
  Object.fromEntries(
    printed
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const end = line.indexOf(' ');
        return [`${line.slice(0, end)} on ${role}`, JSON.parse(line.slice(end)) as Said[string]];
      }),
  );
