import { expect } from 'chai';
import type { Facts } from '../../../cli/lab/setup/facts.js';
import { plan } from '../../../cli/lab/setup/plan.js';
import { describeStep, type Step } from '../../../cli/lab/setup/steps.js';
import { bare, complete, DEBIAN_12, DEBIAN_13, FEDORA, MACOS, UBUNTU_24 } from './facts.js';

function stepsOf(facts: Facts): readonly Step[] {
  const planned = plan(facts);
  if (planned.state !== 'steps') throw new Error(`no steps, but ${JSON.stringify(planned)}`);
  return planned.steps;
}

const packagesOf = (facts: Facts) =>
  stepsOf(facts).flatMap((step) => (step.do === 'install' ? step.packages : []));

const kindsOf = (facts: Facts) => stepsOf(facts).map((step) => step.do);

function refusalOf(facts: Facts): string {
  const planned = plan(facts);
  if (planned.state !== 'impossible') throw new Error(`possible: ${JSON.stringify(planned)}`);
  return `${planned.reason} → ${planned.install}`;
}

const without = (packages: readonly string[], name: string) =>
  packages.every((each) => each.split('/')[0] !== name);

describe('setup plan', () => {
  describe('Debian 12', () => {
    it('takes Docker from trixie package by package, and nothing else from there', () => {
      expect(packagesOf(bare(DEBIAN_12))).to.have.members([
        'docker.io/trixie',
        'docker-cli/trixie',
        'docker-compose/trixie',
        'docker-buildx/trixie',
        'iptables',
        'mmdebstrap',
      ]);
    });

    it('pins the suite before it adds it, updates, installs and starts', () => {
      const steps = stepsOf(bare(DEBIAN_12));
      expect(steps.map((step) => step.do)).to.eql(['write', 'write', 'update', 'install', 'start-daemon']);
      const [pin, source] = steps as Extract<Step, { do: 'write' }>[];
      expect(pin!.path).to.match(/^\/etc\/apt\/preferences\.d\/[\w-]+$/);
      expect(pin!.content).to.match(/^Package: \*\nPin: release n=trixie\nPin-Priority: 100$/m);
      expect(source!.path).to.match(/^\/etc\/apt\/sources\.list\.d\/[\w-]+\.sources$/);
      expect(source!.content).to.match(/^Suites: trixie$/m);
      expect(source!.content).to.match(/^URIs: http:\/\/mirror\.test\/debian$/m);
    });

    it('never names trixie as the target of the whole installation', () => {
      for (const step of stepsOf(bare(DEBIAN_12))) expect(describeStep(step)).not.to.match(/ -t | --target/);
    });

    it('lets a bare client be', () => {
      const packages = packagesOf(bare(DEBIAN_12, { client: '28.2.2' }));
      expect(without(packages, 'docker-cli')).to.equal(true);
      expect(packages).to.include('docker.io/trixie');
    });

    it('adds no second source where trixie is known already', () => {
      const facts = bare(DEBIAN_12, { apt: { own: null, trixie: true } });
      expect(kindsOf(facts)).to.eql(['update', 'install', 'start-daemon']);
      expect(packagesOf(facts)).to.include('docker.io/trixie');
    });

    it('says so where it finds no source beside which to add the suite', () => {
      expect(refusalOf(bare(DEBIAN_12, { apt: { own: null, trixie: false } }))).to.contain('bookworm main');
    });

    it('installs mmdebstrap without touching apt sources where only that is missing', () => {
      const facts = complete(DEBIAN_12, { mmdebstrap: false });
      expect(stepsOf(facts)).to.eql([{ do: 'update' }, { do: 'install', packages: ['mmdebstrap'] }]);
      expect(plan(facts)).to.include({ dockerWorks: true });
    });
  });

  it('installs Debian 13 from its own suite', () => {
    expect(kindsOf(bare(DEBIAN_13))).to.eql(['update', 'install', 'start-daemon']);
    expect(packagesOf(bare(DEBIAN_13))).to.have.members([
      'docker.io',
      'docker-cli',
      'docker-compose',
      'docker-buildx',
      'iptables',
      'mmdebstrap',
    ]);
  });

  it("installs Ubuntu's packages, and Debian's keys for the base image", () => {
    expect(packagesOf(bare(UBUNTU_24))).to.have.members([
      'docker.io',
      'docker-compose-v2',
      'docker-buildx',
      'iptables',
      'mmdebstrap',
      'debian-archive-keyring',
      'gpg',
    ]);
  });

  it('names no package that is there already, which could be upgraded by that', () => {
    expect(packagesOf(bare(DEBIAN_13, { iptables: true }))).not.to.include('iptables');
    expect(packagesOf(bare(UBUNTU_24, { gpg: true, debianKeys: true, mmdebstrap: true }))).to.have.members([
      'docker.io',
      'docker-compose-v2',
      'docker-buildx',
      'iptables',
    ]);
  });

  it('installs only the Compose plugin where the rest is there', () => {
    const facts = complete(DEBIAN_13, { compose: null });
    expect(stepsOf(facts)).to.eql([{ do: 'update' }, { do: 'install', packages: ['docker-compose'] }]);
    expect(plan(facts)).to.include({ dockerWorks: false });
  });

  it("stays with Docker's own packages where the engine came from there", () => {
    const facts = complete(DEBIAN_12, { fromDocker: true, compose: null, buildx: null });
    expect(packagesOf(facts)).to.have.members(['docker-compose-plugin', 'docker-buildx-plugin']);
    expect(kindsOf(facts)).not.to.include('write');
  });

  it('installs no engine where a daemon answers from elsewhere', () => {
    const facts = complete(DEBIAN_13, { engine: false, buildx: null, elsewhere: 'ssh://far' });
    expect(packagesOf(facts)).to.eql(['docker-buildx']);
  });

  it('only starts a daemon that is stopped: by systemd where it runs, else detached', () => {
    const stopped = complete(DEBIAN_12, { daemon: { state: 'silent' } });
    expect(stepsOf(stopped)).to.eql([{ do: 'start-daemon' }]);
    expect(stepsOf({ ...stopped, systemd: true })).to.eql([{ do: 'start-service' }]);
    expect(stepsOf({ ...stopped, system: FEDORA, systemd: true })).to.eql([{ do: 'start-service' }]);
  });

  for (const system of [DEBIAN_12, DEBIAN_13, UBUNTU_24, FEDORA]) {
    it(`has nothing to do where all is there on ${system.name}`, () => {
      expect(plan(complete(system))).to.eql({ state: 'done' });
    });
  }

  it('needs neither root nor mmdebstrap where Docker works', () => {
    expect(plan(complete(DEBIAN_12, { root: false, mmdebstrap: false }))).to.eql({ state: 'done' });
    expect(plan(complete(FEDORA, { mmdebstrap: false }))).to.eql({ state: 'done' });
    expect(plan(complete(MACOS, { platform: 'darwin', engine: false, mmdebstrap: false }))).to.eql({
      state: 'done',
    });
  });

  it('tells Fedora which part is missing and where it is described', () => {
    const refusal = refusalOf(complete(FEDORA, { compose: null }));
    expect(refusal).to.match(/^the Compose v2 plugin is missing → .*docs\.docker\.com/);
  });

  it('names every missing part', () => {
    expect(refusalOf(bare(FEDORA))).to.match(
      /^Docker Engine, the docker command, the Compose v2 plugin and the buildx plugin are missing/,
    );
  });

  it('sends macOS to Docker Desktop, and does not install what only has to be started', () => {
    expect(refusalOf(bare(MACOS, { platform: 'darwin' }))).to.contain('install Docker Desktop');
    const stopped = complete(MACOS, { platform: 'darwin', engine: false, daemon: { state: 'silent' } });
    expect(refusalOf(stopped)).to.match(/no Docker daemon answers → start Docker Desktop/);
  });

  it('sends a user who is not root to sudo', () => {
    expect(refusalOf(bare(DEBIAN_12, { root: false }))).to.contain('sudo ./lab setup --yes');
    const stopped = complete(UBUNTU_24, { root: false, daemon: { state: 'silent' }, systemd: true });
    expect(refusalOf(stopped)).to.contain('sudo systemctl start docker');
  });

  it('takes a socket that is closed to the user for what it is', () => {
    const closed = complete(DEBIAN_13, { root: false, daemon: { state: 'forbidden' } });
    expect(refusalOf(closed)).to.contain('usermod -aG docker');
  });

  it('does not install an engine here when DOCKER_HOST names a silent one elsewhere', () => {
    const refusal = refusalOf(bare(DEBIAN_13, { client: '28', elsewhere: 'tcp://10.9.9.9:2375' }));
    expect(refusal).to.contain('tcp://10.9.9.9:2375');
  });

  it('refuses an engine that is too old, and does not replace it', () => {
    const old = complete(DEBIAN_12, { daemon: { state: 'answers', version: '20.10.24+dfsg1' } });
    expect(refusalOf(old)).to.contain('20.10.24');
    expect(plan(complete(DEBIAN_12, { daemon: { state: 'answers', version: '25.0.0' } })).state).to.equal(
      'done',
    );
  });

  it('does not guess packages for systems before those it knows', () => {
    expect(refusalOf(bare({ ...DEBIAN_12, version: '11', codename: 'bullseye' }))).to.contain('missing');
    expect(refusalOf(bare({ ...UBUNTU_24, version: '20.04' }))).to.contain('missing');
    expect(packagesOf(bare({ ...UBUNTU_24, version: '22.04' }))).to.include('docker-compose-v2');
  });
});
