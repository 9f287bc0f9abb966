import { expect } from 'chai';
import { FileJournal } from '../../../cli/lab/journal.js';
import { TemporaryFolder } from './temporary-folder.js';

const crashOf = (role: string) => ({ fault: 'crash', role });

describe('the journal of faults', () => {
  it('is empty where there is no file', async () => {
    await using folder = await TemporaryFolder.make();
    expect(await new FileJournal(folder.at('faults.json')).entries()).to.deep.equal([]);
  });

  it('remembers what another process added', async () => {
    await using folder = await TemporaryFolder.make();
    await new FileJournal(folder.at('faults.json')).add(crashOf('backend-1'));
    expect(await new FileJournal(folder.at('faults.json')).entries()).to.deep.equal([crashOf('backend-1')]);
  });

  it('remembers what a fault was told to remember', async () => {
    await using folder = await TemporaryFolder.make();
    const entry = { fault: 'scale', role: 'backend-4', before: '3' };
    await new FileJournal(folder.at('faults.json')).add(entry);
    expect(await new FileJournal(folder.at('faults.json')).entries()).to.deep.equal([entry]);
  });

  it('keeps all of what is added and removed at once', async () => {
    await using folder = await TemporaryFolder.make();
    const journal = new FileJournal(folder.at('faults.json'));
    const roles = Array.from({ length: 30 }, (_, i) => `backend-${i + 1}`);
    await Promise.all(roles.map((role) => journal.add(crashOf(role))));
    expect((await journal.entries()).map(({ role }) => role)).to.have.members(roles);
    await Promise.all(roles.slice(1).map((role) => journal.remove(crashOf(role))));
    expect(await journal.entries()).to.deep.equal([crashOf('backend-1')]);
  });

  it('has each fault on each role once', async () => {
    await using folder = await TemporaryFolder.make();
    const journal = new FileJournal(folder.at('faults.json'));
    for (const entry of [crashOf('redis'), crashOf('redis'), { fault: 'freeze', role: 'redis' }])
      await journal.add(entry);
    expect(await journal.entries()).to.deep.equal([crashOf('redis'), { fault: 'freeze', role: 'redis' }]);
  });

  it('removes that fault on that role only', async () => {
    await using folder = await TemporaryFolder.make();
    const journal = new FileJournal(folder.at('faults.json'));
    for (const entry of [crashOf('redis'), crashOf('nginx'), { fault: 'freeze', role: 'redis' }])
      await journal.add(entry);
    await journal.remove(crashOf('redis'));
    expect(await journal.entries()).to.deep.equal([crashOf('nginx'), { fault: 'freeze', role: 'redis' }]);
    await journal.remove(crashOf('redis'));
    expect(await journal.entries()).to.have.length(2);
  });

  it('has written an entry when adding it is over', async () => {
    await using folder = await TemporaryFolder.make();
    const adding = new FileJournal(folder.at('faults.json')).add(crashOf('redis'));
    await adding;
    expect(await new FileJournal(folder.at('faults.json')).entries()).to.have.length(1);
  });

  it('works on after a change that failed, and says that it failed', async () => {
    await using folder = await TemporaryFolder.make();
    const journal = new FileJournal(folder.at('later', 'faults.json'));
    const failure = await journal.add(crashOf('redis')).catch((error: NodeJS.ErrnoException) => error.code);
    expect(failure).to.equal('ENOENT');
    await folder.write('later/other', '');
    await journal.add(crashOf('nginx'));
    expect(await journal.entries()).to.deep.equal([crashOf('nginx')]);
  });
});
