import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { applySettings } from '../../../cli/lab/settings/apply.js';
import { NoteFile } from '../../../cli/lab/settings/note.js';
import { phpOf } from '../../../cli/lab/settings/php.js';
import { limitsOf } from '../../../cli/lab/settings/stores.js';
import type { Settings } from '../../../cli/lab/settings/taker.js';
import { thrown } from '../core/thrown.js';
import { TemporaryFolder } from './temporary-folder.js';

const STRICT = { 'session.use_strict_mode': '1' };
const TIGHT = { 'store.redis.maxmemory': '32mb', 'store.redis.maxmemory-policy': 'allkeys-lru' };

/** Two backends with two virtual hosts, and one Redis, on paper. `deaf` takes no settings; `stubborn` keeps them. */
class PaperLab {
  readonly log: string[] = [];
  /** Whether there was a note, at every change. */
  readonly noted: boolean[] = [];
  readonly php: Record<string, string> = { 'session.use_strict_mode': '0', 'session.name': 'PHPSESSID' };
  readonly redis: Record<string, string> = { maxmemory: '0', 'maxmemory-policy': 'noeviction' };
  #written: Settings = {};
  #read: Record<string, Settings> = {};
  deaf?: string;
  stubborn?: string;
  /** PHP's settings of the lab itself, as `lab up --php-ini` gave them. */
  own: Settings = {};

  constructor(readonly folder: TemporaryFolder) {}

  get file(): string {
    return this.folder.at('scenario-settings.json');
  }

  apply(settings: Settings, roles = ['backend-1', 'backend-2']): Promise<void> {
    return applySettings(
      [this.#php(roles), this.#limits()],
      new NoteFile(this.file),
      settings,
      this.own,
      100,
    );
  }

  #php = (roles: string[]) =>
    phpOf({
      roles,
      write: async (settings) => {
        this.noted.push(existsSync(this.file));
        this.log.push(`write ${JSON.stringify(settings)}`);
        this.#written = settings;
      },
      reload: async (role) => {
        this.log.push(`reload ${role}`);
        const keeps = this.stubborn === role && Object.keys(this.#written).length === 0;
        if (this.deaf !== role && !keeps) this.#read[role] = this.#written;
      },
      exec: async (role, [command, ...keys]) => {
        this.log.push(`${command} ${role}`);
        const has = (key: string) => ({ ...this.php, ...this.own, ...this.#read[role] })[key] ?? null;
        const known = Object.fromEntries(keys.map((key) => [key, key in this.php ? has(key) : null]));
        return ['none', 'redis'].map((id) => `${id} ${JSON.stringify(known)}`).join('\n');
      },
    });

  #limits = () =>
    limitsOf({
      roles: ['redis'],
      order: async (role, [order, limit = '', value = '']) => {
        this.log.push([order, role, limit, value].join(' ').trim());
        if (order === 'set') this.noted.push(existsSync(this.file));
        if (order === 'set' && this.deaf !== role) this.redis[limit] = value;
        return order === 'get' ? (this.redis[limit] ?? '') : '';
      },
    });

  /** What was changed, in order. */
  readonly changes = (): string[] => this.log.filter((line) => /^(write|reload|set)/.test(line));
}

const onPaper = (test: (lab: PaperLab) => Promise<void>) => async () => {
  await using folder = await TemporaryFolder.make();
  await test(new PaperLab(folder));
};

describe('the settings of a scenario', () => {
  it(
    'are taken by PHP on every backend, and undone by an empty call',
    onPaper(async (lab) => {
      await lab.apply(STRICT);
      expect(lab.changes()).to.deep.equal([
        'write {"session.use_strict_mode":"1"}',
        'reload backend-1',
        'reload backend-2',
      ]);
      lab.log.length = 0;
      await lab.apply({});
      expect(lab.changes()).to.deep.equal(['write {}', 'reload backend-1', 'reload backend-2']);
    }),
  );

  it(
    'are taken by a store in bytes, and set back to what it had',
    onPaper(async (lab) => {
      lab.redis['maxmemory-policy'] = 'volatile-lru';
      await lab.apply(TIGHT);
      expect(lab.redis).to.deep.equal({ maxmemory: '33554432', 'maxmemory-policy': 'allkeys-lru' });
      await lab.apply({});
      expect(lab.redis).to.deep.equal({ maxmemory: '0', 'maxmemory-policy': 'volatile-lru' });
      expect(lab.changes().filter((line) => line.startsWith('reload'))).to.deep.equal([]);
    }),
  );

  it(
    'cost nothing where nothing changes',
    onPaper(async (lab) => {
      await lab.apply({});
      expect(lab.log).to.deep.equal([]);
      await lab.apply({ ...STRICT, ...TIGHT });
      lab.log.length = 0;
      await lab.apply({ ...TIGHT, ...STRICT });
      // A store may have been started again, and is asked; PHP reads its settings from a file.
      expect(lab.log).to.deep.equal(['get redis maxmemory', 'get redis maxmemory-policy']);
    }),
  );

  it(
    'are given again to a store that has forgotten them',
    onPaper(async (lab) => {
      await lab.apply(TIGHT);
      lab.redis['maxmemory'] = '0';
      await lab.apply(TIGHT);
      expect(lab.redis['maxmemory']).to.equal('33554432');
      await lab.apply({});
      expect(lab.redis['maxmemory']).to.equal('0');
    }),
  );

  it(
    'replace those of the scenario before',
    onPaper(async (lab) => {
      await lab.apply(STRICT);
      await lab.apply(TIGHT);
      await lab.apply({ 'session.name': 'ID' });
      expect(lab.redis['maxmemory']).to.equal('0');
      expect(lab.changes().filter((line) => line.startsWith('write'))).to.deep.equal([
        'write {"session.use_strict_mode":"1"}',
        'write {}',
        'write {"session.name":"ID"}',
      ]);
    }),
  );

  it(
    'of a store that the lab has not got are nobody’s business',
    onPaper(async (lab) => {
      await lab.apply({ 'store.memcached.maxmemory': '1mb' });
      expect(lab.log).to.deep.equal([]);
    }),
  );

  it(
    'are noted as long as anything is changed, so that another process can undo them',
    onPaper(async (lab) => {
      await lab.apply({ ...STRICT, ...TIGHT });
      await lab.apply({});
      expect(lab.noted).to.deep.equal([true, true, true, true, true, true]);
      expect(existsSync(lab.file)).to.equal(false);
    }),
  );

  it(
    'that a killed process left are undone by the next',
    onPaper(async (lab) => {
      await lab.folder.write(
        'scenario-settings.json',
        JSON.stringify({
          settings: { ...STRICT, ...TIGHT },
          before: {
            'none on backend-1': { 'session.use_strict_mode': '0' },
            redis: { 'store.redis.maxmemory': '0', 'store.redis.maxmemory-policy': 'noeviction' },
          },
          verified: false,
        }),
      );
      lab.redis['maxmemory'] = '33554432';
      await lab.apply({});
      expect(lab.redis).to.deep.equal({ maxmemory: '0', 'maxmemory-policy': 'noeviction' });
      expect(lab.changes()).to.include('write {}');
      lab.log.length = 0;
      await lab.apply({});
      expect(lab.log).to.deep.equal([]);
    }),
  );

  it(
    'that were not seen in force are not taken for it',
    onPaper(async (lab) => {
      lab.deaf = 'redis';
      expect(await thrown(() => lab.apply(TIGHT))).to.include({
        subject: 'store.redis.maxmemory of redis',
        reason: 'is "0" and should be "33554432"',
        exitCode: 3,
      });
      delete lab.deaf;
      await lab.apply(TIGHT);
      expect(lab.redis['maxmemory']).to.equal('33554432');
    }),
  );

  it(
    'are not believed where one backend did not take them',
    onPaper(async (lab) => {
      lab.deaf = 'backend-2';
      expect(await thrown(() => lab.apply(STRICT))).to.include({
        subject: 'session.use_strict_mode of none on backend-2',
        reason: 'is "0" and should be "1"',
      });
    }),
  );

  it(
    'are not believed to be undone where one backend keeps them, and are undone by the next call',
    onPaper(async (lab) => {
      lab.stubborn = 'backend-1';
      await lab.apply(STRICT);
      expect(await thrown(() => lab.apply({}))).to.include({
        subject: 'session.use_strict_mode of none on backend-1',
        reason: 'is "1" and should be "0"',
      });
      delete lab.stubborn;
      lab.log.length = 0;
      await lab.apply({});
      expect(lab.changes()).to.include('write {}');
    }),
  );

  it(
    'are refused before anything is changed where PHP or the store does not know them',
    onPaper(async (lab) => {
      for (const [settings, subject] of [
        [{ 'session.strict': '1' }, 'session.strict of none on backend-1'],
        [{ 'store.redis.memory': '1' }, 'store.redis.memory of redis'],
      ] as const) {
        expect(await thrown(() => lab.apply(settings))).to.include({ subject, reason: 'is not known there' });
        expect(lab.changes()).to.deep.equal([]);
      }
      lab.log.length = 0;
      await lab.apply({});
      expect(lab.log).to.deep.equal([]);
    }),
  );

  for (const [what, before, now] of [
    ['set', {}, { 'session.use_strict_mode': '1' }],
    ['changed', { 'session.use_strict_mode': '2' }, { 'session.use_strict_mode': '1' }],
    ['dropped', { 'session.use_strict_mode': '1' }, {}],
  ] as const) {
    it(
      `are undone where the lab itself has ${what} its own meanwhile`,
      onPaper(async (lab) => {
        lab.own = before;
        await lab.apply(STRICT);
        lab.own = now;
        await lab.apply({});
        expect(existsSync(lab.file)).to.equal(false);
      }),
    );
  }

  it(
    'are not believed to be undone where a backend has not got what the lab has set meanwhile',
    onPaper(async (lab) => {
      lab.stubborn = 'backend-1';
      await lab.apply(STRICT);
      lab.own = { 'session.use_strict_mode': '2' };
      expect(await thrown(() => lab.apply({}))).to.include({
        subject: 'session.use_strict_mode of none on backend-1',
        reason: 'is "1" and should be "2"',
      });
    }),
  );

  it(
    'are undone also where a backend has joined since, or left',
    onPaper(async (lab) => {
      await lab.apply(STRICT, ['backend-1', 'backend-2']);
      await lab.apply({}, ['backend-1', 'backend-3']);
      expect(lab.changes()).to.include('reload backend-3');
    }),
  );

  it(
    'whose note cannot be understood are an error with a way out',
    onPaper(async (lab) => {
      await lab.folder.write('scenario-settings.json', '{"settings":');
      const error = await thrown(() => lab.apply({}));
      expect(error.hint).to.include('lab down');
    }),
  );
});
