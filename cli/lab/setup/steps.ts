/** One thing that setup does to the machine. */
export type Step =
  | { readonly do: 'write'; readonly path: string; readonly content: string; readonly what: string }
  | { readonly do: 'update' }
  | { readonly do: 'install'; readonly packages: readonly string[] }
  | { readonly do: 'start-service' }
  | { readonly do: 'start-daemon' };

/** Where a detached daemon writes. */
export const DAEMON_LOG = '/var/log/dockerd.log';

/** The step as a person would type it. */
export function describeStep(step: Step): string {
  switch (step.do) {
    case 'write':
      return `write ${step.path}: ${step.what}`;
    case 'update':
      return 'apt-get update';
    case 'install':
      return `apt-get install --no-install-recommends ${step.packages.join(' ')}`;
    case 'start-service':
      return 'systemctl start docker';
    case 'start-daemon':
      return `setsid dockerd >>${DAEMON_LOG} 2>&1 &`;
  }
}
