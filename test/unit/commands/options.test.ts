import { resolve } from 'node:path';
import { expect } from 'chai';
import { Command } from 'commander';
import { DEMO_STRATEGIES, strategies } from '../../../cli/catalog/index.js';
import {
  chosenScenarios,
  chosenStrategies,
  flag,
  phpIni,
  unknownId,
  wholeNumber,
  withJson,
  withLab,
  withStrategies,
} from '../../../cli/commands/options.js';
import { scenarios } from '../../../scenarios/index.js';
import { thrown } from '../core/thrown.js';
import { withEnvironment } from './environment.js';

const ids = (chosen: readonly { readonly id: string }[]): string[] => chosen.map(({ id }) => id);

describe('chosenStrategies', () => {
  it('are those of the demo where none is named', () => {
    expect(ids(chosenStrategies(undefined))).to.have.members([...DEMO_STRATEGIES]);
  });

  it('stand in the order of the catalogue, each once', () => {
    expect(ids(chosenStrategies(['redis', 'none', 'redis']))).to.deep.equal(['none', 'redis']);
  });

  it('are every one for `all`, also beside others', () => {
    expect(chosenStrategies(['all'])).to.deep.equal(strategies);
    expect(chosenStrategies(['redis', 'all'])).to.deep.equal(strategies);
  });

  it('are refused where one is unknown, with the nearest ones', async () => {
    const error = await thrown(() => chosenStrategies(['none', 'reddis']));
    expect(error).to.include({
      subject: 'strategy "reddis"',
      reason: 'is not in the catalogue',
      exitCode: 64,
    });
    expect(error.hint)
      .to.match(/^Nearest: redis, /)
      .and.to.include('lab list strategies');
  });

  it('are refused whatever the case of letters, with the right one', async () => {
    expect((await thrown(() => chosenStrategies(['IP-Hash']))).hint).to.match(/^Nearest: ip-hash, /);
  });
});

describe('chosenScenarios', () => {
  it('are all where none is named', () => {
    expect(chosenScenarios([], scenarios)).to.deep.equal(scenarios);
  });

  it('stand in the order of the catalogue, each once', () => {
    expect(ids(chosenScenarios(['store-restarts', 'calm', 'calm'], scenarios))).to.deep.equal([
      'calm',
      'store-restarts',
    ]);
  });

  it('are refused where one is unknown, with the nearest ones', async () => {
    const error = await thrown(() => chosenScenarios(['clam'], scenarios));
    expect(error).to.include({ subject: 'scenario "clam"', exitCode: 64 });
    expect(error.hint)
      .to.match(/^Nearest: calm, /)
      .and.to.include('lab list scenarios');
  });
});

describe('unknownId', () => {
  it('names the three nearest ones, the nearest first', () => {
    const all = ['alpha', 'beta', 'gamma', 'gamba'].map((id) => ({ id }));
    expect(unknownId('fault', 'gamme', all).hint).to.equal(
      'Nearest: gamma, gamba, alpha. All of them: `lab list faults`.',
    );
  });
});

describe('wholeNumber', () => {
  const parse = wholeNumber('number of backends', 1, 64);

  for (const [text, value] of [
    ['1', 1],
    ['64', 64],
    ['007', 7],
  ] as const) {
    it(`takes ${text}`, () => {
      expect(parse(text)).to.equal(value);
    });
  }

  for (const text of ['0', '-1', 'x', '1000', '65', '', ' 3', '3.5', '1e1', '0x10', '+3', '٣']) {
    it(`refuses ${JSON.stringify(text)}`, async () => {
      const error = await thrown(() => parse(text));
      expect(error).to.include({ subject: `number of backends ${JSON.stringify(text)}`, exitCode: 64 });
      expect(error.reason).to.equal('is out of range');
      expect(error.hint).to.equal('Give a whole number from 1 to 64.');
    });
  }

  it('takes 0 where it is in range', () => {
    expect(wholeNumber('seed', 0, 10)('0')).to.equal(0);
  });
});

describe('phpIni', () => {
  for (const [text, key, value] of [
    ['session.use_strict_mode=1', 'session.use_strict_mode', '1'],
    ['session.save_path=tcp://a?b=c', 'session.save_path', 'tcp://a?b=c'],
    ['memory_limit=', 'memory_limit', ''],
    ['a.b-c=say "hello" \\', 'a.b-c', 'say "hello" \\'],
  ] as const) {
    it(`takes ${text}`, () => {
      expect(phpIni(text, undefined)).to.deep.equal({ [key]: value });
    });
  }

  it('collects, and the last word counts', () => {
    const [one, two] = [phpIni('a=1', undefined), { a: '1', b: '2' }];
    expect(phpIni('b=2', one)).to.deep.equal(two);
    expect(phpIni('a=3', two)).to.deep.equal({ a: '3', b: '2' });
  });

  for (const text of ['', 'a', '=1', 'a b=1', '1a=1', 'a;b=1', 'a"=1', 'a=1\nb=2', 'a\n=1']) {
    it(`refuses ${JSON.stringify(text)}`, async () => {
      const error = await thrown(() => phpIni(text, undefined));
      expect(error.exitCode).to.equal(64);
      expect(error.hint).to.include('--php-ini session.use_strict_mode=1');
    });
  }
});

describe('flags', () => {
  /** What a command with all flags makes of a command line and an environment. */
  const parsed = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    withEnvironment(environment, () => {
      const command = withJson(withStrategies(withLab(new Command('verb'))))
        .addOption(flag('--backends <n>', 'how many', wholeNumber('backends', 1, 64)))
        .addOption(flag('--php-ini <key=value>', 'a setting', phpIni))
        .exitOverride();
      return command.parse(args, { from: 'user' }).opts();
    });

  it('name the lab `lab`, in .lab below the current folder, where nothing else is said', () => {
    expect(parsed([])).to.deep.equal({ name: 'lab', dir: resolve('.lab') });
  });

  it('make a whole path of a folder', () => {
    expect(parsed(['--dir', 'elsewhere']).dir).to.equal(resolve('elsewhere'));
  });

  it('collect strategies, one by one or with commas', () => {
    expect(parsed(['--strategy', 'redis,none', '--strategy', 'ip-hash']).strategy).to.deep.equal([
      'redis',
      'none',
      'ip-hash',
    ]);
  });

  it('are environment variables too', () => {
    const environment = {
      LAB_NAME: 'other',
      LAB_DIR: 'elsewhere',
      LAB_STRATEGY: 'redis,none',
      LAB_BACKENDS: '5',
      LAB_PHP_INI: 'a.b=1',
      LAB_JSON: '1',
    };
    expect(parsed([], environment)).to.deep.equal({
      name: 'other',
      dir: resolve('elsewhere'),
      strategy: ['redis', 'none'],
      backends: 5,
      phpIni: { 'a.b': '1' },
      json: true,
    });
  });

  it('count more than environment variables', () => {
    const { name, backends } = parsed(['--name', 'mine', '--backends', '2'], {
      LAB_NAME: 'other',
      LAB_BACKENDS: '5',
    });
    expect([name, backends]).to.deep.equal(['mine', 2]);
  });

  for (const off of ['', '0', 'no', 'false', 'False']) {
    it(`that are switches are off with ${JSON.stringify(off)} in their variable`, () => {
      expect(parsed([], { LAB_JSON: off })).not.to.have.property('json');
    });
  }

  it('are checked in the environment as on the command line', async () => {
    expect((await thrown(() => parsed([], { LAB_BACKENDS: '0' }))).exitCode).to.equal(64);
  });
});
