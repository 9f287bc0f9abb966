import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a shell offers for the last of these words, the first of which is `lab`. */
export type Complete = (
  script: string,
  words: readonly string[],
  env?: Readonly<Record<string, string>>,
) => Promise<string[]>;

export const isInstalled = (shell: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, shell), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** As bash itself calls a completion function: with the line in COMP_WORDS. */
export const inBash: Complete = (script, words, env) =>
  linesOf(
    'bash',
    [
      '-c',
      `source "$0" || exit; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
       _lab lab "\${!#}" "\${COMP_WORDS[COMP_CWORD - 1]}"; printf '%s\\n' "\${COMPREPLY[@]}"`,
      script,
      ...words,
    ],
    env,
  );

/** fish answers this question itself. */
export const inFish: Complete = (script, words, env) =>
  linesOf(
    'fish',
    [
      '-c',
      'source $argv[1]; complete -C $argv[2] | string replace -r "\\t.*" ""; true',
      script,
      words.join(' '),
    ],
    env,
  );

/** zsh offers nothing without a terminal: the line after TAB, from the word that was completed. */
export const inZsh: Complete = async (script, words, env) => {
  const before = words.slice(0, -1).join(' ');
  const [line = ''] = await linesOf('zsh', ['-f', '-c', ZSH, script, words.join(' ')], env);
  const after = line.slice(before.length).trim();
  return after === words.at(-1) ? [] : [after];
};

const ZSH = `
  zmodload zsh/zpty
  zpty -b shell zsh -f -i
  zpty -w shell 'PROMPT=; unsetopt beep; autoload -Uz compinit; compinit -u -D; source '\${(q)0}
  zpty -w shell 'show() { print -r -- "<<$BUFFER>>" }; zle -N show; bindkey "^X" show; echo RE''ADY'
  zpty -r -m shell out '*READY*'
  zpty -w -n shell "$1"$'\\t\\C-X'
  zpty -r -m shell out '*<<*>>*'
  print -r -- "\${\${out##*<<}%%>>*}"
`;

function linesOf(
  shell: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LAB_'));
  return new Promise((resolve, reject) => {
    execFile(
      shell,
      args,
      { env: { ...Object.fromEntries(inherited), TERM: 'xterm', ...env } },
      (error, stdout, stderr) => {
        if (error || stderr) reject(error ?? new Error(stderr));
        else resolve(stdout.split('\n').filter(Boolean));
      },
    );
  });
}
