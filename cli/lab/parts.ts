import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store, Strategy } from '../core/index.js';
import { PACKAGE_ROOT } from './paths.js';
import { filesBelow } from './sync.js';

/** What a strategy is made of beside its containers: texts of configuration. */
export interface Parts {
  /** For nginx: an upstream and a server block. */
  readonly site: string;
  /** For Apache: a virtual host with PHP's settings. */
  readonly vhost: string;
  /** PHP files of people's own strategies, by path below php-app/own/<id>. */
  readonly php: Readonly<Record<string, Buffer>>;
}

const catalogued = (kind: 'site' | 'vhost', id: string): Promise<string> =>
  readFile(join(PACKAGE_ROOT, kind === 'site' ? 'nginx-conf/sites' : 'php-app/vhosts', `${id}.conf`), 'utf8');

/** The parts of any strategy: of the catalogue, a free pair, or people's own. */
export async function partsOf(strategy: Strategy): Promise<Parts> {
  const { id, origin, store } = strategy;
  if (origin === undefined)
    return { site: await catalogued('site', id), vhost: await catalogued('vhost', id), php: {} };
  if ('folder' in origin) {
    const [site, vhost] = await Promise.all(
      ['site.conf', 'vhost.conf'].map((file) => readFile(join(origin.folder, file), 'utf8')),
    );
    return {
      site: site!,
      vhost: vhost!,
      php: await filesBelow(join(origin.folder, 'php')).catch(() => ({})),
    };
  }
  return {
    site: lentSite(await catalogued('site', origin.site), origin.site, id, store),
    vhost: lentVhost(await catalogued('vhost', origin.vhost), origin.vhost, id),
    php: {},
  };
}

/** Another strategy's site under a new id, with what the store needs of nginx. */
function lentSite(text: string, from: string, to: string, { siteIncludes = [] }: Store): string {
  const missing = siteIncludes.filter((file) => !text.includes(`include ${file};`));
  return text
    .replaceAll(new RegExp(`(upstream |http://)${from}(?![a-z0-9])`, 'g'), `$1${to}`)
    .replaceAll(`server_name ${from}.localhost;`, `server_name ${to}.localhost;`)
    .replace(
      '    include site.conf;\n',
      (line) => line + missing.map((file) => `    include ${file};\n`).join(''),
    );
}

/** Another strategy's virtual host under a new id: only its name, its ledger and its session files are its own. */
const lentVhost = (text: string, from: string, to: string): string =>
  text
    .replaceAll(`ServerName ${from}.localhost`, `ServerName ${to}.localhost`)
    .replaceAll(`/var/lib/lab/ledger/${from}.log`, `/var/lib/lab/ledger/${to}.log`)
    .replaceAll(`/var/lib/lab/sessions/${from}`, `/var/lib/lab/sessions/${to}`);

/** What keeps these parts from working in the lab, one clause each. */
export function flawsOf({ id, balancer, store }: Strategy, { site, vhost }: Parts): string[] {
  const [nginx, apache] = [directives(site), directives(vhost)];
  const needed: readonly (readonly [boolean, string])[] = [
    [has(nginx, `server_name ${id}.localhost;`), `site.conf has no \`server_name ${id}.localhost;\``],
    [has(nginx, 'include site.conf;'), 'site.conf has no `include site.conf;` in its server block'],
    [/^include lab\/servers(-named)?\.conf;$/m.test(nginx), 'site.conf has no `include lab/servers.conf;`'],
    [
      balancer.directive === '' || nginx.split('\n').some((line) => line.startsWith(balancer.directive)),
      `site.conf has no \`${balancer.directive}\``,
    ],
    [
      everyUpstreamIsItsOwn(nginx, id),
      `site.conf has an upstream or a proxy_pass that is not called ${id} or ${id}-…`,
    ],
    [
      (store.siteIncludes ?? []).every((file) => has(nginx, `include ${file};`)),
      `site.conf lacks \`include ${store.siteIncludes?.join(' ')};\`, which the store needs`,
    ],
    [has(apache, `ServerName ${id}.localhost`), `vhost.conf has no \`ServerName ${id}.localhost\``],
    [
      has(apache, 'Include /srv/lab/php-app/apache/shop.conf') || /^DocumentRoot /m.test(apache),
      'vhost.conf does not include /srv/lab/php-app/apache/shop.conf',
    ],
    [
      !has(apache, 'Include /srv/lab/php-app/apache/shop.conf') ||
        has(apache, `SetEnv LAB_LEDGER /var/lib/lab/ledger/${id}.log`),
      `vhost.conf has no \`SetEnv LAB_LEDGER /var/lib/lab/ledger/${id}.log\`, by which it is told what the shop did`,
    ],
    [
      has(apache, 'Include /srv/lab/enabled/settings.conf'),
      'vhost.conf does not include /srv/lab/enabled/settings.conf',
    ],
    [
      store.module !== 'user' || !/session\.save_handler/.test(apache),
      'vhost.conf sets session.save_handler, and PHP would then ignore the handler written in PHP',
    ],
  ];
  return needed.filter(([met]) => !met).map(([, flaw]) => flaw);
}

/** Configuration without comments, indentation and empty lines. */
export const directives = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(Boolean)
    .join('\n');

const has = (text: string, line: string): boolean => text.split('\n').includes(line);

function everyUpstreamIsItsOwn(nginx: string, id: string): boolean {
  const names = [...nginx.matchAll(/^(?:upstream |proxy_pass http:\/\/)([\w.-]+)/gm)].map(
    ([, name]) => name!,
  );
  return names.length > 0 && names.every((name) => name === id || name.startsWith(`${id}-`));
}

/** The virtual host has something to prepare in the store before anybody comes (`lab-ask /lab-prepare`). */
export const needsPreparation = ({ vhost }: Parts): boolean =>
  /^Alias \/lab-prepare /m.test(directives(vhost));
