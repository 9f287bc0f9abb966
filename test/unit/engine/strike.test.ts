import { expect } from 'chai';
import type { FaultKind } from '../../../cli/core/index.js';
import { healAll, strike } from '../../../cli/engine/index.js';
import { thrown } from '../core/thrown.js';
import { aFault, aLab } from './fakes.js';

const ROLES = ['backend-1', 'backend-2', 'redis'] as const;

describe('strike', () => {
  it('writes each role into the journal before it injects the fault there', async () => {
    const log: string[] = [];
    await strike(aLab(log), aFault(log), ROLES);
    for (const role of ROLES) {
      expect(log).to.include.members([`journal + spell ${role}`, `inject ${role}`]);
      expect(log.indexOf(`journal + spell ${role}`)).to.be.lessThan(log.indexOf(`inject ${role}`));
    }
    expect(log.some((line) => line.startsWith('journal -'))).to.equal(false);
  });

  it('tells what was seen of each role, and heals what it was asked to break, and the journal is empty again', async () => {
    const log: string[] = [];
    const lab = aLab(log);
    const struck = await strike(lab, aFault(log), ROLES);
    expect(struck.effects.map(({ seen }) => seen)).to.deep.equal(
      ROLES.map((role) => `${role} is under a spell`),
    );
    expect(lab.inForce).to.have.length(3);
    await struck.heal();
    expect(lab.inForce).to.deep.equal([]);
    for (const role of ROLES)
      expect(log.indexOf(`heal ${role}`)).to.be.within(1, log.indexOf(`journal - spell ${role}`) - 1);
  });

  it('takes an injection that throws for no effect, keeps it in the journal, and heals it with the others', async () => {
    const log: string[] = [];
    const lab = aLab(log);
    const well = aFault(log);
    const fault = aFault(log, {
      inject: async (breakable, role) => {
        if (role === 'backend-2') throw new Error('no such container');
        return well.inject(breakable, role);
      },
    });
    const { effects, heal } = await strike(lab, fault, ROLES);
    expect(effects.map(({ inForce }) => inForce)).to.deep.equal([true, false, true]);
    expect(effects[1]!.seen).to.equal('backend-2: no such container');
    expect(lab.inForce.map(({ role }) => role)).to.deep.equal(ROLES);
    await heal();
    expect(log).to.include.members(ROLES.map((role) => `heal ${role}`));
  });

  it('does not break what could not be written into the journal, and heals the others', async () => {
    const log: string[] = [];
    const lab = aLab(log);
    const { add } = lab.journal;
    lab.journal.add = async (entry) => {
      if (entry.role === 'backend-2') throw new Error('no space left');
      await add(entry);
    };
    const { effects, heal } = await strike(lab, aFault(log), ROLES);
    expect(effects.map(({ inForce }) => inForce)).to.deep.equal([true, false, true]);
    expect(effects[1]!.seen).to.include('no space left');
    expect(log).not.to.include('inject backend-2');
    await heal();
    expect(log).to.include.members(['heal backend-1', 'heal redis']);
  });

  it('has nothing to heal after a fault that is over when it has been done', async () => {
    const log: string[] = [];
    const lab = aLab(log);
    const { effects, heal } = await strike(lab, aFault(log, { lasting: false }), ROLES);
    expect(effects).to.have.length(3);
    expect(lab.inForce).to.deep.equal([]);
    await heal();
    expect(log.filter((line) => line.startsWith('heal'))).to.deep.equal([]);
  });

  it('has to heal a fault that is over when it has been done, where it went wrong half way', async () => {
    const log: string[] = [];
    const lab = aLab(log);
    const well = aFault(log);
    const fault = aFault(log, {
      lasting: false,
      inject: async (breakable, role) =>
        role === 'redis' ? { inForce: false, seen: 'nothing' } : well.inject(breakable, role),
    });
    const { heal } = await strike(lab, fault, ROLES);
    expect(lab.inForce.map(({ role }) => role)).to.deep.equal(['redis']);
    await heal();
    expect(log.filter((line) => line.startsWith('heal'))).to.deep.equal(['heal redis']);
    expect(lab.inForce).to.deep.equal([]);
  });

  describe('of a fault that remembers what was before it', () => {
    /** Remembers how it found each role, and is told so when it is healed. */
    const remembering = (log: string[], different: Partial<FaultKind> = {}) =>
      aFault(log, {
        remember: async (_, role) => {
          log.push(`remember ${role}`);
          return `${role} as it was`;
        },
        heal: async (_, role, before) => void log.push(`heal ${role}: ${before}`),
        ...different,
      });

    it('asks before it is applied, has it in the journal, and hands it to the heal', async () => {
      const log: string[] = [];
      const lab = aLab(log);
      const { heal } = await strike(lab, remembering(log), ROLES);
      expect(lab.inForce).to.deep.equal(
        ROLES.map((role) => ({ fault: 'spell', role, before: `${role} as it was` })),
      );
      for (const role of ROLES) {
        const own = log.filter((line) => line.endsWith(role));
        expect(own).to.deep.equal([`remember ${role}`, `journal + spell ${role}`, `inject ${role}`]);
      }
      await heal();
      expect(log).to.include.members(ROLES.map((role) => `heal ${role}: ${role} as it was`));
      expect(lab.inForce).to.deep.equal([]);
    });

    it('does not break what it could not ask, and still heals the others with what it knows', async () => {
      const log: string[] = [];
      const lab = aLab(log);
      const fault = remembering(log, {
        remember: async (_, role) => {
          if (role === 'backend-2') throw new Error('backend-2 says nothing');
          return `${role} as it was`;
        },
      });
      const { effects, heal } = await strike(lab, fault, ROLES);
      expect(effects[1]).to.deep.equal({ inForce: false, seen: 'backend-2: backend-2 says nothing' });
      expect(log).not.to.include('inject backend-2');
      expect(lab.inForce.map(({ role }) => role)).to.deep.equal(['backend-1', 'redis']);
      await heal();
      expect(log).to.include.members([
        'heal backend-1: backend-1 as it was',
        'heal backend-2: undefined',
        'heal redis: redis as it was',
      ]);
    });

    it('hands it over too where the injection throws', async () => {
      const log: string[] = [];
      const fault = remembering(log, { inject: () => Promise.reject(new Error('half way')) });
      const { heal } = await strike(aLab(log), fault, ['redis']);
      await heal();
      expect(log).to.include('heal redis: redis as it was');
    });

    it('has nothing in the journal where it remembers nothing', async () => {
      const lab = aLab([]);
      await strike(lab, aFault([]), ['redis']);
      expect(lab.inForce).to.deep.equal([{ fault: 'spell', role: 'redis' }]);
    });
  });

  it('hits nothing where there is no role', async () => {
    const log: string[] = [];
    const { effects, heal } = await strike(aLab(log), aFault(log), []);
    await heal();
    expect([effects, log]).to.deep.equal([[], []]);
  });
});

describe('healAll', () => {
  it('heals all even where some fail, names these, and leaves them in the journal', async () => {
    const log: string[] = [];
    const lab = aLab(log);
    const fault = aFault(log, {
      heal: async (_, role) => {
        if (role !== 'backend-2') throw new Error(`${role} stays away`);
        log.push(`heal ${role}`);
      },
    });
    const { heal } = await strike(lab, fault, ROLES);
    const error = await thrown(heal);
    expect(error.exitCode).to.equal(3);
    expect(error.reason).to.equal(
      'did not work everywhere (backend-1: backend-1 stays away; redis: redis stays away)',
    );
    expect(error.hint).to.include('lab heal');
    expect(log).to.include('heal backend-2');
    expect(lab.inForce.map(({ role }) => role)).to.deep.equal(['backend-1', 'redis']);
  });

  it('tells each what was before it, as another process has read it from the journal', async () => {
    const told: unknown[] = [];
    const fault = aFault([], { heal: async (_, role, before) => void told.push([role, before]) });
    await healAll(aLab([]), [
      { fault, role: 'redis', before: 'maxmemory 0' },
      { fault, role: 'mysql' },
    ]);
    expect(told).to.deep.equal([
      ['redis', 'maxmemory 0'],
      ['mysql', undefined],
    ]);
  });

  it('heals different faults side by side', async () => {
    const log: string[] = [];
    await healAll(aLab(log), [
      { fault: aFault(log), role: 'redis' },
      { fault: aFault(log, { id: 'curse' }), role: 'backend-1' },
    ]);
    expect(log).to.have.members([
      'heal redis',
      'heal backend-1',
      'journal - spell redis',
      'journal - curse backend-1',
    ]);
  });
});
