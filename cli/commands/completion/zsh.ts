import type { Flag, Model, Place, Verb } from './model.js';
import { listCommand, quoted } from './shell.js';
import type { Values } from './values.js';

/** To be sourced after `compinit`, or to lie in a folder of `fpath` as `_lab`. */
export function zsh({ flags, verbs }: Model): string {
  return `#compdef lab
# zsh completion for lab, printed by \`lab completion zsh\`

# What _arguments has for compadd comes before the kind of list.
_lab_list() {
  local flag at
  local -a lab lines found
  for flag in --name --dir; do
    at=\${words[(I)$flag]}
    (( at )) && lab+=($flag "\${\${(Q)words[at+1]}/#\\~\\//$HOME/}")
  done
  lines=("\${(@f)$(${listCommand()} list $argv[-1] $lab 2>/dev/null)}")
  found=("\${(@)lines[2,-1]%% *}")
  compadd "\${(@)argv[1,-2]}" -a found
}

_lab() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a verbs=(
${verbs.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  _arguments -C ${flags.flatMap(flagSpecs).map(quoted).join(' ')} '1:verb:->verb' '*::argument:->argument' && return
  case $state in
    verb) _describe -t verbs verb verbs ;;
    argument)
      case $words[1] in
${verbs.map(caseOf).join('\n')}
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _lab ]]; then _lab "$@"; else compdef _lab lab; fi
`;
}

const caseOf = ({ name, flags, places }: Verb): string =>
  [
    `        ${name})`,
    [
      '          _arguments -S',
      ...[...flags.flatMap(flagSpecs), ...places.map(placeSpec)].map((spec) => `            ${quoted(spec)}`),
    ].join(' \\\n'),
    '          ;;',
  ].join('\n');

/** A flag may come again where it takes a value: some collect them. */
function flagSpecs({ long, short, description, values }: Flag): string[] {
  const text = `[${escaped(description)}]`;
  const both = short ? `(${short} ${long})` : '';
  if (!values) return [...(short ? [`${both}${short}${text}`] : []), `${both}${long}${text}`];
  return [
    ...(short ? [`*${short}+${text}${actionOf(long.slice(2), values)}`] : []),
    `*${long}=${text}${actionOf(long.slice(2), values)}`,
  ];
}

const placeSpec = ({ name, values, repeats }: Place, i: number): string =>
  `${repeats ? '*' : i + 1}${actionOf(name, values)}`;

function actionOf(message: string, values: Values): string {
  switch (values.kind) {
    case 'words':
      return `:${message}:(${values.words.join(' ')})`;
    case 'roles':
    case 'runs':
      return `:${message}:_lab_list ${values.kind}`;
    case 'files':
      return `:${message}:_files`;
    case 'folders':
      return `:${message}:_files -/`;
    case 'anything':
      return `:${message}: `;
  }
}

const escaped = (text: string): string => text.replaceAll(/[\\[\]:]/g, '\\$&');
