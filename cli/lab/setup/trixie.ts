import type { AptSource } from './apt-sources.js';
import type { Step } from './steps.js';

const NAME = 'session-lab-trixie';

// What decides whether apt believes the archive; the machine's own answer holds for the newer suite as well.
const TRUST = {
  'signed-by': 'Signed-By',
  trusted: 'Trusted',
  'check-valid-until': 'Check-Valid-Until',
  'check-date': 'Check-Date',
} as const;

const PIN = `# Written by \`lab setup\`: nothing comes from trixie that is not asked for by name.
Package: *
Pin: release n=trixie
Pin-Priority: 100
`;

/** Adds the suite trixie beside the machine's own source. The pin comes first: alone it does no harm. */
export function addTrixie(own: AptSource): Step[] {
  return [
    {
      do: 'write',
      path: `/etc/apt/preferences.d/${NAME}`,
      content: PIN,
      what: 'the suite trixie (Debian 13) only gives what is asked for by name',
    },
    {
      do: 'write',
      path: `/etc/apt/sources.list.d/${NAME}.sources`,
      content: trixieSource(own),
      what: 'that suite, from where this machine gets Debian',
    },
  ];
}

/** The deb822 stanza of the suite trixie on the same mirror, trusted as the machine's own source is. */
export function trixieSource(own: AptSource): string {
  const trust = Object.entries(TRUST)
    .filter(([option]) => own.options[option] !== undefined)
    .map(([option, field]) => `${field}: ${own.options[option]}`.replace(/: \n/, ':\n'));
  return [
    "# Written by `lab setup`: Docker's packages of Debian 13.",
    'Types: deb',
    `URIs: ${own.uris.join(' ')}`,
    'Suites: trixie',
    'Components: main',
    ...trust,
    '',
  ].join('\n');
}
