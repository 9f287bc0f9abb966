import { expect } from 'chai';
import { healJournal } from '../../../cli/commands/heal.js';
import type { JournalEntry, Knock, Lab, Role } from '../../../cli/core/index.js';
import { thrown } from '../core/thrown.js';
import { aLab } from '../engine/fakes.js';

/** A lab with these faults in its journal, and what is done to it. */
function given(entries: readonly JournalEntry[], different: (log: string[]) => Partial<Lab> = () => ({})) {
  const log: string[] = [];
  const lab = aLab(log, {
    supervise: async (role, order) => void log.push(`${order} ${role}`),
    ...different(log),
  });
  lab.inForce.push(...entries);
  return { log, lab };
}

const left = ({ inForce }: ReturnType<typeof aLab>): string[] =>
  inForce.map(({ fault, role }) => `${fault} ${role}`);

/** Takes a moment to answer, and says when it does. */
const slow =
  (log: string[]) =>
  async (role: Role): Promise<Knock> => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.push(`${role} answers`);
    return 'answers';
  };

describe('lab heal', () => {
  it('heals the last fault first, and one after the other', async () => {
    const { log, lab } = given(
      [
        { fault: 'scale', role: 'backend-4', before: '3' },
        { fault: 'cut', role: 'backend-4' },
      ],
      (said) => ({ awaitKnock: slow(said) }),
    );
    expect(await healJournal(lab)).to.deep.equal(['scale backend-4', 'cut backend-4']);
    expect(log).to.deep.equal([
      'mend backend-4',
      'backend-4 answers',
      'journal - cut backend-4',
      'scale to 3',
      'journal - scale backend-4',
      'apply {}',
    ]);
  });

  it('heals neighbours of one kind together: nodes of a cluster wait for each other', async () => {
    const nodes = ['galera-1', 'galera-2', 'galera-3'];
    const { log, lab } = given(
      nodes.map((role) => ({ fault: 'crash', role })),
      (said) => ({ awaitKnock: slow(said) }),
    );
    await healJournal(lab);
    expect(log.slice(0, 3)).to.have.members(nodes.map((role) => `start ${role}`));
  });

  it('heals a fault that waited for an older one when that is gone', async () => {
    const { log, lab } = given(
      [
        { fault: 'crash', role: 'redis' },
        { fault: 'cut', role: 'redis' },
      ],
      (said) => ({ awaitKnock: async () => (said.includes('start redis') ? 'answers' : 'silent') }),
    );
    expect(await healJournal(lab)).to.deep.equal(['crash redis', 'cut redis']);
    expect(left(lab)).to.deep.equal([]);
    expect(log.filter((line) => !line.startsWith('journal'))).to.deep.equal([
      'mend redis',
      'start redis',
      'mend redis',
      'apply {}',
    ]);
  });

  it('says which are still in force, and undoes settings and the other faults all the same', async () => {
    const { log, lab } = given(
      [
        { fault: 'crash', role: 'mysql' },
        { fault: 'vanish', role: 'backend-1' },
        { fault: 'freeze', role: 'redis' },
      ],
      () => ({ awaitKnock: async (role) => (role === 'backend-1' ? 'answers' : 'refuses') }),
    );
    const error = await thrown(() => healJournal(lab));
    expect(error).to.include({ subject: 'healing', exitCode: 3 });
    expect(error.details.join('\n')).to.match(/redis: did not come back.*\n.*mysql: did not come back/);
    expect(left(lab)).to.deep.equal(['crash mysql', 'freeze redis']);
    expect(log.at(-1)).to.equal('apply {}');
  });

  it('says of the only one that stays what its heal said', async () => {
    const { lab } = given([{ fault: 'crash', role: 'redis' }], () => ({
      awaitKnock: async () => 'refuses',
    }));
    expect((await thrown(() => healJournal(lab))).reason).to.include('redis: did not come back');
  });

  it('names faults that this version does not know, and heals the others', async () => {
    const { log, lab } = given([
      { fault: 'crash', role: 'backend-1' },
      { fault: 'quake', role: 'redis' },
      { fault: 'quake', role: 'mysql' },
    ]);
    const error = await thrown(() => healJournal(lab));
    expect(error).to.include({ subject: 'fault quake on redis, mysql', exitCode: 3 });
    expect(error.hint).to.include('lab down');
    expect(left(lab)).to.deep.equal(['quake redis', 'quake mysql']);
    expect(log).to.include.members(['start backend-1', 'apply {}']);
  });

  it('has nothing to do where no fault is in force, but for settings', async () => {
    const { log, lab } = given([]);
    expect(await healJournal(lab)).to.deep.equal([]);
    expect(log).to.deep.equal(['apply {}']);
  });
});
