import type { AptSources } from './apt-sources.js';

/** `silent`: nothing answers at its address; `forbidden`: its socket is there and not for this user. */
export type Daemon =
  | { readonly state: 'answers'; readonly version: string }
  | { readonly state: 'silent' | 'forbidden' };

/** What every verb needs: versions, or null where a part is missing. */
export interface DockerFacts {
  readonly client: string | null;
  readonly compose: string | null;
  readonly buildx: string | null;
  readonly daemon: Daemon;
  /** DOCKER_HOST, where it names another daemon than this machine's own. */
  readonly elsewhere: string | null;
}

/** Of /etc/os-release; elsewhere than on Linux only the name. */
export interface System {
  readonly id: string;
  readonly version: string;
  readonly codename: string;
  readonly name: string;
}

/** All that `plan` decides from. */
export interface Facts extends DockerFacts {
  readonly platform: NodeJS.Platform;
  readonly system: System;
  readonly root: boolean;
  readonly systemd: boolean;
  /** The `dockerd` binary is there, running or not. */
  readonly engine: boolean;
  /** Packages of Docker's own archive are installed, which Debian's would conflict with. */
  readonly fromDocker: boolean;
  readonly iptables: boolean;
  readonly mmdebstrap: boolean;
  readonly gpg: boolean;
  /** Debian's signing keys, by which mmdebstrap trusts the archive. */
  readonly debianKeys: boolean;
  readonly apt: AptSources;
}
