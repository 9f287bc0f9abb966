import { Command } from 'commander';
import { findStrategy } from '../catalog/index.js';
import { EXIT, LabError, MAX_BACKENDS, type Strategy } from '../core/index.js';
import { checkName, checkSubnet, openLab, type RunningLab } from '../lab/index.js';
import { bringUp } from './bringing-up.js';
import {
  chosenPair,
  chosenStrategies,
  flag,
  inOrder,
  type LabOptions,
  phpIni,
  wholeNumber,
  withJson,
  withLab,
  withStrategies,
} from './options.js';
import { print, printJson, table } from './print.js';

interface UpOptions extends LabOptions {
  readonly strategy?: string[];
  readonly balancer?: string;
  readonly store?: string;
  readonly backends?: number;
  readonly subnet?: string;
  readonly port?: number;
  readonly phpIni?: Record<string, string>;
  readonly json?: true;
}

export function upCommand(): Command {
  const command = new Command('up').description(
    'bring the lab to exactly the wanted state, and print its URLs',
  );
  return withJson(withStrategies(withLab(command)))
    .addOption(flag('--balancer <id>', 'with --store: a free pair'))
    .addOption(flag('--store <id>', 'with --balancer: a free pair'))
    .addOption(
      flag(
        '--backends <n>',
        `PHP backends, 1 to ${MAX_BACKENDS}`,
        wholeNumber('number of backends', 1, MAX_BACKENDS),
      ),
    )
    .addOption(
      flag(
        '--port <n>',
        'port on 127.0.0.1 (default: the first free one from 8080)',
        wholeNumber('port', 1, 65535),
      ),
    )
    .addOption(flag('--subnet <cidr>', 'a /23 for the lab (default: the first free one)', checkSubnet))
    .addOption(flag('--php-ini <key=value>', 'a PHP setting for all backends, or `none`; repeatable', phpIni))
    .action(async ({ dir, name, strategy, balancer, store, json, phpIni: settings, ...rest }: UpOptions) => {
      const pair = wantedPair(balancer, store);
      const named = strategy && chosenStrategies(strategy, { dir, name: checkName(name) });
      const known = named || pair ? undefined : await openLab(dir, checkName(name), findStrategy);
      const chosen = named ?? (pair ? [] : known?.chosen);
      const strategies = inOrder([...(chosen ?? chosenStrategies(undefined)), ...(pair ?? [])]);
      const wanted = { stateDir: dir, name: checkName(name), strategies, keep: true, ...rest };
      const lab = await bringUp(`Bring up lab ${name}`, { ...wanted, ...(settings && { settings }) });
      if (json) printJson(urlsOf(lab));
      else print(urlTable(lab));
    });
}

/** @throws LabError exit 64 where only one of the two is given. */
function wantedPair(balancer: string | undefined, store: string | undefined): Strategy[] | undefined {
  if (balancer !== undefined && store !== undefined) return [chosenPair(balancer, store)];
  if (balancer === undefined && store === undefined) return undefined;
  throw new LabError({
    subject: balancer === undefined ? '--store' : '--balancer',
    reason: `wants ${balancer === undefined ? '--balancer' : '--store'} beside it`,
    hint: 'For example: lab up --balancer ip_hash --store redis',
    exitCode: EXIT.usage,
  });
}

const urlsOf = (lab: RunningLab) =>
  lab.chosen.map((one) => {
    const reason = lab.unavailable[one.id];
    return {
      strategy: one.id,
      url: reason ? null : `${lab.url(one)}/`,
      title: one.title,
      ...(reason && { reason }),
    };
  });

const urlTable = (lab: RunningLab): string =>
  table(
    ['STRATEGY', 'URL', 'WHAT IT IS'],
    urlsOf(lab).map(({ strategy, url, title, reason }) => [strategy, url ?? `n/a (${reason})`, title]),
  );
