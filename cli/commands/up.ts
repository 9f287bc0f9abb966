import { Command } from 'commander';
import { findStrategy } from '../catalog/index.js';
import { checkName, checkSubnet, MAX_BACKENDS, openLab } from '../lab/index.js';
import { bringUp } from './bringing-up.js';
import {
  chosenStrategies,
  flag,
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
    .addOption(flag('--php-ini <key=value>', 'a PHP setting for all backends; repeatable', phpIni))
    .action(async ({ dir, name, strategy, json, ...rest }: UpOptions) => {
      const known = strategy ? undefined : await openLab(dir, checkName(name), findStrategy);
      const strategies = known?.strategies ?? chosenStrategies(strategy);
      const settings = rest.phpIni && { settings: rest.phpIni };
      const wanted = { stateDir: dir, name: checkName(name), strategies, keep: true, ...rest, ...settings };
      const lab = await bringUp(`Bring up lab ${name}`, wanted);
      const urls = lab.strategies.map((one) => ({
        strategy: one.id,
        url: `${lab.url(one)}/`,
        title: one.title,
      }));
      if (json) printJson(urls);
      else
        print(
          table(
            ['STRATEGY', 'URL', 'WHAT IT IS'],
            urls.map((one) => Object.values(one)),
          ),
        );
    });
}
