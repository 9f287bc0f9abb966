import { join } from 'node:path';
import { type BackendServer, backendRole, groupBy, type StoreServer, type Strategy } from '../core/index.js';
import { dataAddress, dataCidr, HOST, webAddress, webCidr } from './addresses.js';
import { containerName, LABEL, projectName, ROLE_LABEL, volumeName } from './labels.js';
import { type LabPaths, PACKAGE_ROOT } from './paths.js';
import { LOOPBACK } from './ports.js';
import type { Secrets } from './secrets.js';
import { nodeOf, storeServers } from './servers.js';
import type { LabState } from './state.js';

/** Image tags by name of the service. */
export type ImageTags = Readonly<Record<string, string>>;

/** Everything that the swapped and rendered files depend on. */
export interface Plan {
  readonly state: LabState;
  readonly strategies: readonly Strategy[];
  readonly images: ImageTags;
  readonly paths: LabPaths;
}

export const backendServers = (state: Pick<LabState, 'subnet' | 'backends'>): BackendServer[] =>
  Array.from({ length: state.backends }, (_, i) => ({
    role: backendRole(i + 1),
    address: `${webAddress(state.subnet, HOST.firstBackend + i)}:80`,
  }));

const keepingData = (strategies: readonly Strategy[]): StoreServer[] =>
  storeServers(strategies).filter(({ dataDir }) => dataDir !== undefined);

/** Names of the volumes that the lab has. */
export const volumesIn = ({ state, strategies }: Plan): string[] =>
  [...backendServers(state), ...keepingData(strategies)].map(({ role }) => volumeName(state.name, role));

/** What also people's own servers must put up with. */
const HARDENED = {
  init: true,
  read_only: true,
  restart: 'no',
  privileged: false,
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
} as const;

/** The Compose file of a lab: the services of compose/services.yaml with name, image, addresses and mounts. */
export function composeFile({ state, strategies, images, paths }: Plan): object {
  const { name, subnet } = state;
  const label = { [LABEL]: name };
  const volume = (what: string) => ({ name: volumeName(name, what), labels: label });
  const stores = storeServers(strategies);
  const service = (role: string, template: string, folder = join(PACKAGE_ROOT, 'compose')) => ({
    extends: { file: join(folder, 'services.yaml'), service: template },
    image: images[template],
    pull_policy: 'never',
    container_name: containerName(name, role),
    hostname: role,
    labels: { ...label, [ROLE_LABEL]: role, 'session-lab.instance': state.instance },
  });
  const mount = (source: string, target: string) => ({ type: 'bind', source, target, read_only: true });

  const nginx = {
    ...service('nginx', 'nginx'),
    networks: { web: { ipv4_address: webAddress(subnet, HOST.nginx) } },
    ports: [`${LOOPBACK}:${state.httpPort}:80`, `${LOOPBACK}:${state.visitorPort}:8081`],
    volumes: [mount(paths.nginx, '/etc/nginx')],
  };
  const backends = backendServers(state).map(({ role }, i) => ({
    ...service(role, 'backend'),
    networks: {
      web: { ipv4_address: webAddress(subnet, HOST.firstBackend + i) },
      data: { ipv4_address: dataAddress(subnet, HOST.firstBackend + i) },
    },
    volumes: [
      mount(paths.phpApp, '/srv/lab/php-app'),
      mount(paths.enabled, '/srv/lab/enabled'),
      mount(join(paths.secrets, role), '/run/lab-secrets'),
      { type: 'volume', source: role, target: '/var/lib/lab' },
    ],
  }));
  const storeServices = stores.map((store) => ({
    ...service(store.role, store.service, store.folder),
    ...(store.folder && HARDENED),
    networks: { data: { ipv4_address: dataAddress(subnet, store.host) } },
    volumes: [
      ...(store.secret ? [mount(join(paths.secrets, store.role), '/run/lab-secrets')] : []),
      ...(store.dataDir ? [{ type: 'volume', source: store.role, target: store.dataDir }] : []),
    ],
  }));
  const services = [nginx, ...backends, ...storeServices];
  return {
    name: projectName(name),
    services: Object.fromEntries(services.map((one) => [one.hostname, one])),
    networks: {
      web: { labels: label, ipam: { config: [{ subnet: webCidr(subnet) }] } },
      data: { labels: label, internal: true, ipam: { config: [{ subnet: dataCidr(subnet) }] } },
    },
    volumes: Object.fromEntries(
      [...backendServers(state), ...keepingData(strategies)].map(({ role }) => [role, volume(role)]),
    ),
  };
}

/** The small files below nginx-conf that the lab writes; all others are copied as they are. */
export function nginxFiles({ state, strategies }: Plan): Record<string, string> {
  const backends = backendServers(state);
  return {
    'lab/servers.conf': lines(backends.map(({ address }) => `server ${address};`)),
    'lab/servers-named.conf': lines(backends.map(({ role, address }) => `server ${address} route=${role};`)),
    'lab/backends.conf': lines(backends.map(({ role, address }) => `${role} ${address};`)),
    'lab/sites.conf': lines(strategies.map(({ id }) => `include sites/${id}.conf;`)),
    'lab/front.conf': 'include front/direct.conf;\n',
  };
}

/** What Apache includes: the virtual hosts that are up, and the PHP settings of the whole lab. */
export function enabledFiles({ state, strategies }: Plan): Record<string, string> {
  return {
    'vhosts.conf': lines(strategies.map(({ id }) => `Include /srv/lab/php-app/vhosts/${id}.conf`)),
    'settings.conf': Object.entries(state.settings)
      .map(([key, value]) => `php_admin_value ${key} ${apacheQuoted(value)}\n`)
      .join(''),
  };
}

/** Files of secrets, each below a folder for one server. */
export function secretFiles({ state, strategies }: Plan, secrets: Secrets): Record<string, string> {
  const stores = storeServers(strategies);
  const address = ({ host }: StoreServer) => dataAddress(state.subnet, host);
  const services = groupBy(stores, ({ service }) => service);
  const definesOf = (backend: number): string => {
    const defines: Record<string, string> = { COOKIE_KEY: secrets['cookie']! };
    for (const store of stores) defines[defineOf(store.role, 'HOST')] = address(store);
    for (const [service, nodes] of services) {
      const [first] = nodes as [StoreServer];
      if (first.perBackend) defines[defineOf(service, 'HOST')] = address(nodeOf(nodes, backend));
      if (first.secret) defines[defineOf(service, 'PASSWORD')] = secrets[service]!;
    }
    return lines(Object.entries(defines).map(([key, value]) => `Define ${key} ${value}`));
  };
  const ofStore = (store: StoreServer): [string, string][] => {
    const peers = services.get(store.service)!;
    return [
      [`${store.role}/password`, `${secrets[store.service]}\n`],
      [`${store.role}/peers`, lines(peers.map((one) => `${one.role} ${address(one)}`))],
    ];
  };
  return Object.fromEntries([
    ...backendServers(state).map(({ role }, i) => [`${role}/defines.conf`, definesOf(i + 1)]),
    ...stores.filter(({ secret }) => secret).flatMap(ofStore),
  ]);
}

/** Name of an Apache define: `MEMCACHE_1_HOST`. */
const defineOf = (name: string, what: 'HOST' | 'PASSWORD'): string =>
  `${name.toUpperCase().replaceAll('-', '_')}_${what}`;

const lines = (text: readonly string[]): string => text.map((line) => `${line}\n`).join('');

const apacheQuoted = (value: string): string =>
  `"${value.replaceAll(/["\\]/g, '\\$&').replaceAll(/[\r\n]/g, ' ')}"`;
