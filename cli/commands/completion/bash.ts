import type { Model, Verb } from './model.js';
import { listCommand, quoted } from './shell.js';
import type { Values } from './values.js';

/** Works in bash 3.2 and newer, with or without the package bash-completion. Nothing that was typed is evaluated. */
export function bash({ flags, verbs }: Model): string {
  const takesValue = verbs.flatMap(({ name, flags: own }) =>
    own.flatMap(({ long, short, values }) =>
      values ? [long, short ?? []].flat().map((one) => `${name}/${one}`) : [],
    ),
  );
  return `# bash completion for lab, printed by \`lab completion bash\`

_lab_list() {
  ${listCommand()} list "$@" 2>/dev/null | {
    read -r _
    while read -r word _; do printf '%s\\n' "$word"; done
  }
}

_lab() {
  local current=$2 verb= flag= only_words= place=0 at i word words= files= lab=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == = ]]; then
      continue
    elif [[ -n $flag ]]; then
      case $flag in --name | --dir) lab+=("$flag" "\${word/#\\~\\//$HOME/}") ;; esac
      flag=
    elif [[ -z $only_words && $word == -- ]]; then
      only_words=yes
    elif [[ -z $only_words && $word == -* ]]; then
      case $verb/$word in
        ${takesValue.join(' | ')}) flag=$word ;;
      esac
    elif [[ -z $verb ]]; then
      verb=$word
    else
      place=$((place + 1))
    fi
  done
  if [[ $current == = ]]; then current=; fi
  if [[ -n $flag ]]; then
    at=$flag
  elif [[ -z $only_words && $current == -* ]]; then
    at=flags
  else
    at=$place
  fi
  case $verb/$at in
    /flags) words=${quoted(flags.map(({ long }) => long).join(' '))} ;;
    /*) words=${quoted(verbs.map(({ name }) => name).join(' '))} ;;
${verbs.flatMap(casesOf).join('\n')}
  esac
  COMPREPLY=()
  local IFS=$' \\t\\n' all
  read -r -d '' -a all <<<"$words"
  for word in "\${all[@]}"; do
    if [[ $word == "$current"* ]]; then COMPREPLY+=("$word"); fi
  done
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$files" -- "$current")
  fi
}

complete -F _lab lab
`;
}

function casesOf({ name, flags, places }: Verb): string[] {
  const pattern = (at: string, values: Values) => {
    const action = actionOf(values);
    return action ? [`    ${name}/${at}) ${action} ;;`] : [];
  };
  return [
    `    ${name}/flags) words=${quoted(flags.map(({ long }) => long).join(' '))} ;;`,
    ...flags.flatMap(({ long, short, values }) =>
      values ? pattern(short ? `${long} | ${name}/${short}` : long, values) : [],
    ),
    ...places.flatMap(({ values, repeats }, i) => pattern(repeats ? '[0-9]*' : String(i), values)),
  ];
}

function actionOf(values: Values): string | undefined {
  switch (values.kind) {
    case 'words':
      return `words=${quoted(values.words.join(' '))}`;
    case 'roles':
    case 'runs':
      return `words=$(_lab_list ${values.kind} "\${lab[@]}")`;
    case 'files':
      return 'files=-f';
    case 'folders':
      return 'files=-d';
    case 'anything':
      return undefined;
  }
}
