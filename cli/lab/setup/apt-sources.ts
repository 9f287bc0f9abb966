/** An enabled entry of /etc/apt: one line of a `.list`, or one stanza of a `.sources`. */
export interface AptSource {
  readonly types: readonly string[];
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Options by their deb822 name in lower case ("signed-by"), as they stand there, inline keys included. */
  readonly options: Readonly<Record<string, string>>;
}

/** What the machine's own sources mean for a plan. */
export interface AptSources {
  /** The entry by which the machine gets Debian itself. */
  readonly own: AptSource | null;
  /** Some entry already names Debian's suite "trixie". */
  readonly trixie: boolean;
}

const words = (text: string | undefined) => (text ?? '').split(/\s+/).filter(Boolean);

// A CD's name in brackets has blanks in it, and no other suite comes from it.
const fromNetwork = (uris: readonly string[]) => uris.filter((uri) => !uri.startsWith('cdrom:'));

const isUsable = (source: AptSource) => source.uris.length > 0 && source.suites.length > 0;

/** The entries of a one-line `.list` file. */
export function parseList(text: string): AptSource[] {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .flatMap((line) => {
      const entry = /^(deb|deb-src)\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)(.*)$/.exec(line);
      if (!entry) return [];
      const [, type = '', options, uri = '', suite = '', components] = entry;
      return [
        {
          types: [type],
          uris: fromNetwork([uri]),
          suites: [suite],
          components: words(components),
          options: Object.fromEntries(words(options).map(splitOption)),
        },
      ];
    })
    .filter(isUsable);
}

function splitOption(option: string): [string, string] {
  const equals = option.indexOf('=');
  return [option.slice(0, equals).toLowerCase(), option.slice(equals + 1).replaceAll(',', ' ')];
}

const LIST_FIELDS = new Set(['types', 'uris', 'suites', 'components', 'enabled']);
const NO = new Set(['no', 'false', 'without', 'off', 'disable', '0']);

/** The enabled stanzas of a deb822 `.sources` file. */
export function parseDeb822(text: string): AptSource[] {
  return text
    .split(/\n[ \t]*\n/)
    .map(fieldsOf)
    .filter((fields) => !NO.has((fields.get('enabled') ?? 'yes').toLowerCase()))
    .map((fields) => ({
      types: words(fields.get('types')),
      uris: fromNetwork(words(fields.get('uris'))),
      suites: words(fields.get('suites')),
      components: words(fields.get('components')),
      options: Object.fromEntries([...fields].filter(([name]) => !LIST_FIELDS.has(name))),
    }))
    .filter(isUsable);
}

// What is neither a field nor goes on with one is a comment.
function fieldsOf(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of stanza.split('\n')) {
    const field = /^([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)$/.exec(line);
    if (field) {
      last = field[1]!.toLowerCase();
      fields.set(last, field[2]!.trimEnd());
    } else if (last && /^[ \t]/.test(line)) {
      fields.set(last, `${fields.get(last)}\n${line}`);
    }
  }
  return fields;
}

const has = (source: AptSource, suite: string) =>
  source.types.includes('deb') && source.suites.includes(suite) && source.components.includes('main');

/**
 * The entry for Debian itself. Other people's archives carry the suite's name too ("bookworm main"), so the most
 * Debian-like entry is taken: by its key, by a sibling for updates, by its path.
 */
export function ownSource(sources: readonly AptSource[], codename: string): AptSource | null {
  const likeness = (source: AptSource) => {
    const siblings = sources.filter((other) => other.uris.some((uri) => source.uris.includes(uri)));
    return [
      /debian-archive/.test(source.options['signed-by'] ?? ''),
      siblings.some((other) => other.suites.includes(`${codename}-updates`)),
      source.uris.some((uri) => /\/debian(\.list)?\/?$/.test(uri)),
    ].filter(Boolean).length;
  };
  const candidates = sources.filter((source) => has(source, codename));
  return candidates.sort((a, b) => likeness(b) - likeness(a))[0] ?? null;
}

/** What a plan needs to know of a machine's entries. */
export function summarize(sources: readonly AptSource[], codename: string): AptSources {
  return {
    own: ownSource(sources, codename),
    trixie: sources.some((source) => has(source, 'trixie')),
  };
}
