import type { Flag, Model, Verb } from './model.js';
import { listCommand } from './shell.js';
import type { Values } from './values.js';

/** To be sourced, or to lie in `~/.config/fish/completions` as `lab.fish`. */
export function fish({ flags, verbs }: Model): string {
  const takesValue = verbs.flatMap(({ name, flags: own }) =>
    own.flatMap(({ long, short, values }) =>
      values ? [long, short ?? []].flat().map((one) => `${name}/${one}`) : [],
    ),
  );
  return `# fish completion for lab, printed by \`lab completion fish\`

function __lab_list
    set -l words (commandline -opc)
    set -l lab
    for flag in --name --dir
        if set -l at (contains -i -- $flag $words)
            set -a lab $flag $words[(math $at + 1)]
        end
    end
    set -l lines (${listCommand(quoted)} list $argv[1] $lab 2>/dev/null)
    set -e lines[1]
    string replace -r ' .*' '' -- $lines
end

# Is the cursor in this place of this verb? In the last place of a kind that repeats, in a later one too.
function __lab_at -a wanted at repeats
    set -l words (commandline -opc)
    set -e words[1]
    set -l verb
    set -l place 0
    set -l flag
    set -l only_words
    for word in $words
        if test -n "$flag"
            set flag
        else if test -z "$only_words"; and test "$word" = --
            set only_words yes
        else if test -z "$only_words"; and string match -q -- '-*' $word
            contains -- "$verb/$word" ${takesValue.join(' ')}; and set flag $word
        else if test -z "$verb"
            set verb $word
        else
            set place (math $place + 1)
        end
    end
    test "$verb" = "$wanted"; or return 1
    test -z "$at"; or test $place -eq $at; or begin
        test -n "$repeats"; and test $place -gt $at
    end
end

complete -c lab -f
${flags.map((flag) => flagLine('', flag)).join('\n')}
${verbs.map(({ name, description }) => line(['-n \'__lab_at ""\'', `-a ${name}`, `-d ${quoted(description)}`])).join('\n')}
${verbs.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ name, flags, places }: Verb): string[] {
  return [
    ...flags.map((flag) => flagLine(name, flag)),
    ...places.flatMap(({ values, repeats }, i) => {
      const words = actionOf(values);
      return words.length > 0
        ? [line([`-n '__lab_at ${name} ${i}${repeats ? ' repeats' : ''}'`, ...words])]
        : [];
    }),
  ];
}

const flagLine = (verb: string, { long, short, description, values }: Flag): string =>
  line([
    `-n '__lab_at ${verb || '""'}'`,
    `-l ${long.slice(2)}`,
    ...(short ? [`-s ${short.slice(1)}`] : []),
    ...(values ? [values.kind === 'files' ? '-r' : '-x', ...actionOf(values)] : []),
    `-d ${quoted(description)}`,
  ]);

const line = (parts: readonly string[]): string => ['complete -c lab', ...parts].join(' ');

function actionOf(values: Values): string[] {
  switch (values.kind) {
    case 'words':
      return [`-a ${quoted(values.words.join(' '))}`];
    case 'roles':
    case 'runs':
      return [`-a '(__lab_list ${values.kind})'`];
    case 'files':
      return ['-F'];
    case 'folders':
      return ["-a '(__fish_complete_directories)'"];
    case 'anything':
      return [];
  }
}

/** As fish reads it back. */
const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
