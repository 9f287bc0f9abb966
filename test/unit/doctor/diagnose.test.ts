import { expect } from 'chai';
import { diagnose } from '../../../cli/lab/doctor/diagnose.js';
import type { DoctorFacts } from '../../../cli/lab/doctor/facts.js';
import { bare, complete, DEBIAN_12, MACOS } from '../setup/facts.js';
import { failed, found, GIB, healthy, withoutDaemon } from './facts.js';

const SUBJECTS = [
  ...['Node.js', 'docker command', 'Docker daemon', 'limits', 'Compose plugin', 'buildx plugin', 'disk'],
  ...['subnet', 'ports', 'container', 'images', 'labs', 'faults'],
];

/** What is not ok, as `problem disk: 0.5 GiB … | Make room …`. */
const told = (facts: DoctorFacts): string[] =>
  diagnose(facts)
    .filter(({ level }) => level !== 'ok')
    .map(({ level, subject, seen, fix }) => `${level} ${subject}: ${seen} | ${fix}`);

describe('diagnose', () => {
  it('has one finding for every subject, in the same order whatever is wrong', () => {
    for (const facts of [healthy(), withoutDaemon(), healthy({ setup: bare(DEBIAN_12) })])
      expect(diagnose(facts).map(({ subject }) => subject)).to.deep.equal(SUBJECTS);
  });

  it('finds nothing where all is well', () => {
    expect(told(healthy())).to.deep.equal([]);
    expect(diagnose(healthy()).filter(({ fix }) => fix !== undefined)).to.deep.equal([]);
  });

  it('says how long the container took', () => {
    expect(diagnose(healthy()).find(({ subject }) => subject === 'container')?.seen).to.include('0.21 s');
  });

  it('names the daemon as the one problem where it does not answer, and says what was not looked at for it', () => {
    const [daemon, ...others] = told(withoutDaemon());
    expect(daemon).to.equal('problem Docker daemon: does not answer | Run `lab setup --yes`.');
    expect(others.map((line) => line.split(':')[0])).to.deep.equal(
      ['limits', 'disk', 'subnet', 'container', 'images', 'labs', 'faults'].map((one) => `warning ${one}`),
    );
    for (const line of others) expect(line).to.match(/: not looked at: no Docker daemon .* \| Mend .*Docker/);
  });

  it('names every part of Docker that is missing', () => {
    const facts = withoutDaemon({ setup: bare(DEBIAN_12) });
    expect(told(facts).filter((line) => line.startsWith('problem'))).to.deep.equal([
      'problem docker command: is not installed | Run `lab setup --yes`.',
      'problem Docker daemon: does not answer | Run `lab setup --yes`.',
      'problem Compose plugin: is not installed | Run `lab setup --yes`.',
      'problem buildx plugin: is not installed | Run `lab setup --yes`.',
    ]);
  });

  it('says what to install where `lab setup` cannot', () => {
    const [first] = told(withoutDaemon({ setup: bare(MACOS, { platform: 'darwin' }) }));
    expect(first).to.match(/^problem docker command: is not installed \| Install Docker Desktop/);
  });

  it('tells a socket that is not for this user from a daemon elsewhere that does not answer', () => {
    const forbidden = withoutDaemon({ setup: complete(DEBIAN_12, { daemon: { state: 'forbidden' } }) });
    expect(told(forbidden)[0]).to.match(/socket is not for this user \| Run as root, or .*usermod/);
    const far = complete(DEBIAN_12, { daemon: { state: 'silent' }, elsewhere: 'tcp://10.9.9.9:1' });
    expect(told(withoutDaemon({ setup: far }))[0]).to.match(
      /does not answer at DOCKER_HOST=tcp:\/\/10\.9\.9\.9:1 \| .*DOCKER_HOST/,
    );
  });

  const cases: [what: string, facts: DoctorFacts, said: RegExp][] = [
    [
      'an engine that is too old for start_interval',
      healthy({ setup: complete(DEBIAN_12, { daemon: { state: 'answers', version: '24.0.7' } }) }),
      /^problem Docker daemon: 24\.0\.7 is older than 25 \| Upgrade Docker Engine/,
    ],
    [
      'a command that talks to another daemon than the lab',
      healthy({ engine: found({ id: 'A', idByCommand: 'B', unlimited: [] }) }),
      /^problem Docker daemon: .*another one than the lab \| .*export DOCKER_HOST=/,
    ],
    [
      'a daemon on another machine',
      healthy({ setup: complete(DEBIAN_12, { elsewhere: 'ssh://far.test' }) }),
      /^warning Docker daemon: .*ssh:\/\/far\.test.* \| Unset DOCKER_HOST/,
    ],
    [
      'a Compose of the first kind',
      healthy({ setup: complete(DEBIAN_12, { compose: '1.29.2' }) }),
      /^problem Compose plugin: 1\.29\.2 is older than 2 \|/,
    ],
    [
      'a kernel without limits',
      healthy({ engine: found({ id: 'A', idByCommand: 'A', unlimited: ['memory', 'processes'] }) }),
      /^warning limits: .*memory and processes.* \| .*cgroup_enable=memory/,
    ],
    [
      'a node that is too old',
      healthy({ node: { version: '20.18.3', oldest: '20.19' } }),
      /^problem Node\.js: 20\.18\.3 is older than 20\.19 \| Install/,
    ],
    [
      'a disk that is nearly full',
      healthy({ disk: found({ path: '/data', freeBytes: 0.5 * GIB }) }),
      /^problem disk: 0\.5 GiB free in \/data.* \| .*docker system prune/,
    ],
    [
      'a disk that fills',
      healthy({ disk: found({ path: '/data', freeBytes: 3 * GIB }) }),
      /^warning disk: 3\.0 GiB free.* \| .*lab gc/,
    ],
    [
      'a disk in a virtual machine',
      healthy({ disk: found({ path: '/data', freeBytes: null }) }),
      /^warning disk: \/data.* cannot be seen from here \| .*Docker Desktop/,
    ],
    [
      'no free subnet',
      healthy({ subnet: failed('subnets: all 64 are in use', 'Choose one with --subnet.') }),
      /^problem subnet: .*all 64 are in use \| Choose one with --subnet\.$/,
    ],
    [
      'no free port',
      healthy({ ports: failed('ports: are all taken', 'Choose one with --port.') }),
      /^problem ports: .* \| Choose one with --port\.$/,
    ],
    [
      'images that are not built',
      healthy({ images: found({ base: true, built: ['nginx'], missing: ['redis'] }) }),
      /^warning images: not built yet: redis \| Run `lab build`/,
    ],
    [
      'a base image that cannot be made here without a registry',
      healthy({
        setup: complete(DEBIAN_12, { mmdebstrap: false }),
        images: found({ base: false, built: [], missing: ['nginx'] }),
      }),
      /^warning images: none is built.*base image.* \| .*lab setup --yes.*mmdebstrap/,
    ],
    [
      'labs that crashed',
      healthy({ labs: found({ up: ['lab'], abandoned: ['old', 'older'] }) }),
      /^warning labs: lab; left over .*: old, older \| Run `lab gc`\.$/,
    ],
    [
      'faults in force',
      healthy({ faults: found([{ lab: 'a', fault: 'crash', role: 'redis' }]) }),
      /^warning faults: in force: crash redis in lab a \| Run `lab heal --name a`/,
    ],
    [
      'a container that does not start',
      healthy({ trial: failed('no space left on device') }),
      /^problem container: no space left on device \| .*dockerd\.log/,
    ],
  ];
  for (const [what, facts, said] of cases) {
    it(`names ${what}, and nothing else`, () => {
      expect(told(facts)).to.have.length(1);
      expect(told(facts)[0]).to.match(said);
    });
  }

  it('compares versions number by number', () => {
    const versions = ['20.19', '20.19.0', '20.20.1', '22.0.0', '20.100.0'];
    for (const version of versions)
      expect(told(healthy({ node: { version, oldest: '20.19' } })), version).to.deep.equal([]);
    for (const version of ['20.9.0', '18.99.0'])
      expect(told(healthy({ node: { version, oldest: '20.19' } })), version).to.have.length(1);
  });
});
