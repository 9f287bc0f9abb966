import type { AptSource } from '../../../cli/lab/setup/apt-sources.js';
import type { Facts, System } from '../../../cli/lab/setup/facts.js';

export const DEBIAN_12: System = {
  id: 'debian',
  version: '12',
  codename: 'bookworm',
  name: 'Debian GNU/Linux 12 (bookworm)',
};
export const DEBIAN_13: System = { id: 'debian', version: '13', codename: 'trixie', name: 'Debian 13' };
export const UBUNTU_24: System = { id: 'ubuntu', version: '24.04', codename: 'noble', name: 'Ubuntu 24.04' };
export const FEDORA: System = { id: 'fedora', version: '42', codename: '', name: 'Fedora Linux 42' };
export const MACOS: System = { id: '', version: '', codename: '', name: 'darwin' };

export const MIRROR: AptSource = {
  types: ['deb'],
  uris: ['http://mirror.test/debian'],
  suites: ['bookworm', 'bookworm-updates'],
  components: ['main'],
  options: { 'signed-by': '/usr/share/keyrings/debian-archive-keyring.gpg' },
};

/** A machine of root's on which nothing is installed; a test names its difference. */
export function bare(system: System, difference: Partial<Facts> = {}): Facts {
  return {
    client: null,
    compose: null,
    buildx: null,
    daemon: { state: 'silent' },
    elsewhere: null,
    platform: 'linux',
    system,
    root: true,
    systemd: false,
    engine: false,
    fromDocker: false,
    iptables: false,
    mmdebstrap: false,
    gpg: false,
    debianKeys: system.id === 'debian',
    apt: { own: system.codename === 'bookworm' ? MIRROR : null, trixie: false },
    ...difference,
  };
}

/** The same machine with everything on it. */
export function complete(system: System, difference: Partial<Facts> = {}): Facts {
  return bare(system, {
    client: '28.2.2',
    compose: '2.26.1',
    buildx: '0.13.1',
    daemon: { state: 'answers', version: '26.1.5' },
    engine: true,
    iptables: true,
    mmdebstrap: true,
    gpg: true,
    debianKeys: true,
    ...difference,
  });
}
