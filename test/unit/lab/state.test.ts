import { expect } from 'chai';
import { MAX_BACKENDS } from '../../../cli/core/index.js';
import { checkName, type LabState, readState, writeState } from '../../../cli/lab/state.js';
import { thrown } from '../core/thrown.js';
import { TemporaryFolder } from './temporary-folder.js';

const STATE: LabState = {
  schema: 'session-lab/lab@1',
  name: 'lab',
  instance: 'ab12',
  subnet: '10.86.0.0/23',
  httpPort: 8080,
  visitorPort: 8081,
  backends: 3,
  strategies: ['redis'],
  settings: { 'session.use_strict_mode': '1' },
  unavailable: {},
  replaced: {},
};

describe('checkName', () => {
  for (const name of ['lab', 'a', '7', 'my-lab-2', 'a'.repeat(31)]) {
    it(`takes ${name}`, () => {
      expect(checkName(name)).to.equal(name);
    });
  }

  for (const name of [
    '',
    '-lab',
    'Lab',
    'my lab',
    'lab_1',
    '../lab',
    'a/b',
    '.',
    'läb',
    'lab\n',
    'a'.repeat(32),
  ]) {
    it(`refuses ${JSON.stringify(name)}`, async () => {
      const error = await thrown(() => checkName(name));
      expect(error).to.include({ subject: `lab name ${JSON.stringify(name)}`, exitCode: 64 });
      expect(error.reason).to.equal('is not made of a-z, 0-9 and -, at most 31 of them');
      expect(error.hint).to.include('--name');
    });
  }

  it('refuses the name of the folder of the saved runs', async () => {
    expect((await thrown(() => checkName('runs'))).reason).to.include('saved runs');
    expect(checkName('runs2')).to.equal('runs2');
  });
});

describe("a lab's state", () => {
  it('is read as it was written', async () => {
    await using folder = await TemporaryFolder.make();
    await writeState(folder.at('lab.json'), STATE);
    expect(await readState(folder.at('lab.json'))).to.deep.equal(STATE);
  });

  it('can be of 1 to 64 backends', async () => {
    await using folder = await TemporaryFolder.make();
    expect(MAX_BACKENDS).to.equal(64);
    for (const backends of [1, 64]) {
      await writeState(folder.at('lab.json'), { ...STATE, backends });
      expect(await readState(folder.at('lab.json'))).to.include({ backends });
    }
  });

  it('is undefined where there is none', async () => {
    await using folder = await TemporaryFolder.make();
    expect(await readState(folder.at('lab.json'))).to.equal(undefined);
  });

  for (const [what, text] of [
    ['cut in half', JSON.stringify(STATE).slice(0, 60)],
    ['empty', ''],
    ['of another version', JSON.stringify({ ...STATE, schema: 'session-lab/lab@2' })],
    ['of no backend', JSON.stringify({ ...STATE, backends: 0 })],
    ['of too many backends', JSON.stringify({ ...STATE, backends: 65 })],
    ['of no strategy', JSON.stringify({ ...STATE, strategies: [] })],
  ] as const) {
    it(`that is ${what} is refused, with a way out`, async () => {
      await using folder = await TemporaryFolder.make();
      const file = await folder.write('lab.json', text);
      const error = await thrown(() => readState(file));
      expect(error).to.include({ subject: file, exitCode: 3 });
      expect(error.hint).to.include('lab down');
      expect(error.reason).to.match(/^cannot be understood \(.+\)$/);
    });
  }
});
