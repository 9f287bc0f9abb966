import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../lab/index.js';

/** As a POSIX shell reads it back; zsh too. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** This very CLI as a command: not the launcher, which would install and compile at the press of a key. */
export const listCommand = (quote: (text: string) => string = quoted): string =>
  [process.execPath, join(PACKAGE_ROOT, 'dist', 'cli', 'main.js')].map(quote).join(' ');
