import { DAEMON_LOG } from '../setup/steps.js';
import type { DoctorFacts } from './facts.js';
import { type Finding, judged, ok, problem, warning } from './finding.js';

const GIB = 1024 ** 3;
/** The images and the cache of their build take about 2 GiB; logs, sessions and tables of a lab come on top. */
const ENOUGH_BYTES = 4 * GIB;
const TOO_FEW_BYTES = GIB;

/** What the machine must have beside Docker, and what Docker must be able to do on it. */
export const machine = (facts: DoctorFacts): Finding[] => [
  disk(facts),
  subnet(facts),
  ports(facts),
  container(facts),
];

export function node({ node: { version, oldest } }: DoctorFacts): Finding {
  if (!isOlder(version, oldest)) return ok('Node.js', version);
  return problem(
    'Node.js',
    `${version} is older than ${oldest}`,
    `Install ${oldest} or newer (https://nodejs.org).`,
  );
}

function isOlder(version: string, than: string): boolean {
  const [is, should] = [version, than].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = [0, 1, 2].find((i) => (is[i] ?? 0) !== (should[i] ?? 0));
  return at !== undefined && (is[at] ?? 0) < (should[at] ?? 0);
}

const disk = ({ disk: found }: DoctorFacts): Finding =>
  judged('disk', found, ({ path, freeBytes }) => {
    if (freeBytes === null)
      return warning(
        'disk',
        `${path}, where Docker stores its data, cannot be seen from here`,
        `See that ${ENOUGH_BYTES / GIB} GiB are free where it is (Docker Desktop: Settings, Resources).`,
      );
    const seen = `${(freeBytes / GIB).toFixed(1)} GiB free in ${path}, where Docker stores its data`;
    if (freeBytes >= ENOUGH_BYTES) return ok('disk', seen);
    return (freeBytes < TOO_FEW_BYTES ? problem : warning)(
      'disk',
      seen,
      `Make room, ${ENOUGH_BYTES / GIB} GiB are enough: \`lab gc\` removes crashed labs, \`docker system prune\` what Docker no longer needs.`,
    );
  });

const subnet = ({ subnet: found }: DoctorFacts): Finding =>
  judged('subnet', found, (next) => ok('subnet', `${next} is free for the next lab`));

const ports = ({ ports: found }: DoctorFacts): Finding =>
  judged('ports', found, (two) => ok('ports', `${two.join(' and ')} are free for the next lab`));

const container = ({ trial, setup }: DoctorFacts): Finding =>
  judged(
    'container',
    trial,
    (ms) => ok('container', `one as hardened as the lab's started and ended in ${(ms / 1000).toFixed(2)} s`),
    setup.systemd
      ? 'See `journalctl -u docker`; `systemctl restart docker` starts the daemon again.'
      : `See the daemon's log (${DAEMON_LOG}, where \`lab setup\` started it), and start it again.`,
  );
