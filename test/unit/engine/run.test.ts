import { expect } from 'chai';
import { findStrategy } from '../../../cli/catalog/index.js';
import { type Cell, neighbours, people, type Run, type Scenario } from '../../../cli/core/index.js';
import { exitCodeOf, type RunPlan, run } from '../../../cli/engine/index.js';
import { backendCrashes } from '../../../scenarios/backend-crashes.js';
import { calm } from '../../../scenarios/calm.js';
import { storeRestarts } from '../../../scenarios/store-restarts.js';
import { aScenario } from './fakes.js';
import { aPlan, MemoryStore, VISITORS, World } from './world.js';

const ALL: readonly Scenario[] = [calm, backendCrashes, storeRestarts];

const matrix = (cells: readonly Cell[]): Record<string, Record<string, string>> => {
  const rows: Record<string, Record<string, string>> = {};
  for (const { scenario, strategy, verdict } of cells) {
    rows[scenario] ??= {};
    rows[scenario][strategy] = verdict;
  }
  return rows;
};

describe('a run', function () {
  this.timeout(60_000);

  describe('of the demo in a lab without containers', () => {
    let result: Run;
    const store = new MemoryStore();

    before(async () => {
      result = await run(aPlan(ALL, store));
    });

    it('has the verdicts that everybody knows', () => {
      const broken = { none: 'breaks', 'consistent-hash': 'breaks' };
      expect(matrix(result.cells)).to.deep.equal({
        calm: { ...broken, 'cookie-sealed': 'holds', redis: 'holds', 'ip-hash': 'holds' },
        'backend-crashes': { ...broken, 'cookie-sealed': 'holds', redis: 'holds', 'ip-hash': 'breaks' },
        'store-restarts': { ...broken, 'cookie-sealed': 'holds', redis: 'degrades', 'ip-hash': 'holds' },
      });
    });

    it('is as its scenarios expect', () => {
      for (const { scenario, strategy, verdict, expected } of result.cells)
        expect(verdict, `${strategy} in ${scenario}`).to.equal(expected);
      expect(exitCodeOf(result)).to.equal(0);
    });

    it('moves as many visitors as the arithmetic says, and no others lose anything', () => {
      const { measures } = result.cells.find(
        ({ scenario, strategy }) => scenario === 'backend-crashes' && strategy === 'ip-hash',
      )!;
      expect(measures.predictedMoved).to.be.greaterThan(0);
      expect(measures.movedSessions).to.equal(measures.predictedMoved);
      expect(measures.keptDuring).to.equal(VISITORS - measures.predictedMoved!);
    });

    it('says what was broken before the fault already', () => {
      const already = result.cells
        .filter((cell) => cell.already)
        .map((cell) => [cell.scenario, cell.strategy]);
      expect(already).to.have.deep.members(
        ['backend-crashes', 'store-restarts'].flatMap((scenario) => [
          [scenario, 'none'],
          [scenario, 'consistent-hash'],
        ]),
      );
    });

    it('points each cell at its own evidence', () => {
      for (const { scenario, strategy, evidence } of result.cells) {
        const at = (line: number) => store.lines[line - 2]!;
        for (const line of [evidence.from, evidence.to, ...evidence.deciding])
          expect(at(line)).to.include({ kind: 'op', scenario, strategy });
        expect(evidence.deciding.length, `${strategy} in ${scenario}`).to.be.greaterThan(0);
      }
    });

    it('is still the run that began, at every time', () => {
      const { cells: _, ...beginning } = aPlan(ALL, store).run;
      for (const saved of store.saved) expect(saved).to.deep.include(beginning);
    });

    it('is saved after each scenario, and at last with its end', () => {
      expect(store.saved.map(({ cells, ended }) => [cells.length, ended !== undefined])).to.deep.equal([
        [5, false],
        [10, false],
        [15, false],
        [15, true],
      ]);
      expect(store.saved.at(-1)).to.equal(result);
      expect(result).not.to.have.property('interrupted');
    });
  });

  describe('of a scenario with people of its own', () => {
    const own = aScenario({ people: (count, seed) => neighbours(count * 2, seed) });

    it('is played and judged with these, the others with everybody', async () => {
      const store = new MemoryStore();
      const asked: number[] = [];
      const expectation = { verdict: 'holds', because: '' } as const;
      const counting = {
        ...own,
        expect: ({ people }: { people: readonly unknown[] }) => {
          asked.push(people.length);
          return expectation;
        },
      };
      const { cells } = await run(aPlan([counting, aScenario({ id: 'another' })], store));
      const visitors = (id: string) =>
        new Set(
          store.lines.flatMap((line) =>
            line.kind === 'op' && line.scenario === id && line.visitor > 0 ? line.address : [],
          ),
        );
      expect(visitors('a-scenario')).to.deep.equal(
        new Set(neighbours(2 * VISITORS, 1).map(({ address }) => address)),
      );
      expect(visitors('another')).to.deep.equal(new Set(people(VISITORS, 1).map(({ address }) => address)));
      expect(new Set(asked)).to.deep.equal(new Set([2 * VISITORS]));
      expect(cells[0]!.measures.sessionsStarted).to.equal(2 * VISITORS);
    });
  });

  it('does not play what cannot be played in this lab, and says so in every row', async () => {
    const store = new MemoryStore();
    const plan = aPlan([calm, aScenario()], store);
    const { cells } = await run({ ...plan, run: { ...plan.run, unavailable: { redis: 'no Redis here' } } });
    expect(store.lines.some((line) => line.kind === 'op' && line.strategy === 'redis')).to.equal(false);
    const own = cells.filter(({ strategy }) => strategy === 'redis');
    expect(own.map(({ verdict, because }) => [verdict, because])).to.deep.equal(
      Array(2).fill(['n/a', 'no Redis here']),
    );
  });

  it('plays the scenarios in its own order, and keeps the cells in that of tables', async () => {
    const store = new MemoryStore();
    const plan = aPlan([calm, aScenario()], store);
    const { cells } = await run({ ...plan, run: { ...plan.run, order: ['a-scenario', 'calm'] } });
    expect([...new Set(store.lines.map(({ scenario }) => scenario))]).to.deep.equal(['a-scenario', 'calm']);
    expect(Object.keys(matrix(cells))).to.deep.equal(['calm', 'a-scenario']);
    expect(store.saved[0]!.cells.map(({ scenario }) => scenario)).to.include('a-scenario');
  });

  it('does not touch the lab for a scenario that nobody plays, and says why', async () => {
    const store = new MemoryStore();
    const scenario = aScenario({ notApplicable: () => 'not today' });
    const { cells } = await run(aPlan([scenario], store));
    expect(new Set(cells.map(({ verdict }) => verdict))).to.deep.equal(new Set(['n/a']));
    expect(store.lines.map((line) => line.kind === 'mark' && line.mark)).to.deep.equal(['skipped']);
  });

  it('gives the lab back without the settings of the last scenario, also after an interruption', async () => {
    for (const interrupted of [false, true]) {
      const applied: unknown[] = [];
      const world = new World();
      const lab = { ...world.lab, apply: async (settings: unknown) => void applied.push(settings) };
      const controller = new AbortController();
      const scenario = aScenario({ settings: { 'session.use_strict_mode': '1' } });
      const onPhase = () => void (interrupted && controller.abort(new Error('Ctrl-C')));
      const { signal } = controller;
      await run(aPlan([scenario], new MemoryStore(), { world, lab, onPhase, signal }));
      expect(applied).to.deep.equal([{ 'session.use_strict_mode': '1' }, {}]);
    }
  });

  it('tells of the cells of each scenario as soon as they are judged', async () => {
    const told: [string, number][] = [];
    await run(
      aPlan([calm, aScenario()], new MemoryStore(), {
        onCells: (scenario, cells) => void told.push([scenario.id, cells.length]),
      }),
    );
    expect(told).to.deep.equal([
      ['calm', 5],
      ['a-scenario', 5],
    ]);
  });

  it('believes no cell of any scenario where the strategy that must break stays green', async () => {
    const world = new World({ shares: 'none' });
    const { cells } = await run(aPlan(ALL, new MemoryStore(), { world }));
    expect(new Set(cells.map(({ verdict }) => verdict))).to.deep.equal(new Set(['unknown']));
    expect(cells.at(-1)!.reason).to.include('none, which must break in calm, did not');
  });

  it('does not invite the strategies to which a scenario does not apply', async () => {
    const store = new MemoryStore();
    const scenario = aScenario({
      notApplicable: ({ strategy }) => (strategy.id === 'redis' ? 'not today' : undefined),
    });
    const { cells } = await run(aPlan([scenario], store));
    const played = store.lines.flatMap((line) => (line.kind === 'op' ? [line.strategy] : []));
    expect(new Set(played)).to.deep.equal(new Set(['none', 'cookie-sealed', 'ip-hash', 'consistent-hash']));
    expect(cells.find(({ strategy }) => strategy === 'redis')).to.include({ verdict: 'n/a' });
  });

  it('hands the settings and the addresses to what is expected', async () => {
    const asked: unknown[] = [];
    const scenario = aScenario({
      knownSettings: ['session.use_strict_mode'],
      expect: ({ settings, servers }) => {
        asked.push(settings, servers);
        return { verdict: null, because: '' };
      },
    });
    const strategies = [findStrategy('redis')!];
    const plan = aPlan([scenario], new MemoryStore(), { strategies });
    await run({ ...plan, run: { ...plan.run, settings: { 'session.use_strict_mode': '1' } } });
    expect(asked).to.deep.equal([
      { 'session.use_strict_mode': '1' },
      ['10.86.0.11:80', '10.86.0.12:80', '10.86.0.13:80'],
    ]);
  });

  for (const [most, scenario] of [
    [100, aScenario()],
    [7, aScenario({ inFlight: 7 })],
  ] as const)
    it(`has at most ${most} requests under way${scenario.inFlight ? ' where the scenario says so' : ''}`, async () => {
      expect(await mostUnderWay(scenario)).to.equal(most);
    });

  async function mostUnderWay(scenario: Scenario): Promise<number> {
    let inside = 0;
    let most = 0;
    const world = new World();
    const slow: RunPlan['invite'] = (person, strategy) => {
      const visitor = world.invite(person, strategy);
      return {
        ...visitor,
        act: async (step, where) => {
          inside += 1;
          most = Math.max(most, inside);
          await world.clock.sleep(3_000);
          inside -= 1;
          return visitor.act(step, where);
        },
      };
    };
    await run(aPlan([scenario], new MemoryStore(), { world, invite: slow, people: people(24, 1) }));
    return most;
  }

  describe('that is interrupted', () => {
    function interrupted(scenarioId: string, phase: string) {
      const controller = new AbortController();
      const store = new MemoryStore();
      const world = new World();
      const onPhase: RunPlan['onPhase'] = ({ id }, now) =>
        void (id === scenarioId && now === phase && controller.abort(new Error('Ctrl-C')));
      return { store, world, plan: aPlan(ALL, store, { world, signal: controller.signal, onPhase }) };
    }

    it('heals, keeps the cells of what was played to its end, and says so', async () => {
      const { store, world, plan } = interrupted('backend-crashes', 'fault');
      const result = await run(plan);
      expect(result.interrupted).to.equal(true);
      expect(result.ended).to.be.a('string');
      expect(Object.keys(matrix(result.cells))).to.deep.equal(['calm']);
      expect(store.saved.at(-1)).to.equal(result);
      expect(await world.lab.journal.entries()).to.deep.equal([]);
      expect(await world.lab.awaitKnock('backend-1', ['answers'])).to.equal('answers');
      expect(exitCodeOf(result)).to.equal(130);
    });

    it('before the first scenario was over has no cell', async () => {
      const { plan } = interrupted('calm', 'calm');
      expect((await run(plan)).cells).to.deep.equal([]);
    });

    it('before it began touches nothing', async () => {
      const signal = AbortSignal.abort(new Error('Ctrl-C'));
      const store = new MemoryStore();
      const phases: string[] = [];
      const plan = aPlan(ALL, store, { signal, onPhase: (_, phase) => void phases.push(phase) });
      expect(await run(plan)).to.include({ interrupted: true });
      expect([phases, store.lines]).to.deep.equal([[], []]);
    });

    it('plays nothing that comes after', async () => {
      const { store, plan } = interrupted('calm', 'after');
      await run(plan);
      expect(new Set(store.lines.map(({ scenario }) => scenario))).to.deep.equal(new Set(['calm']));
    });
  });

  it('throws what is no interruption and cannot be recorded', async () => {
    class FullDisk extends MemoryStore {
      override write(): void {
        throw new Error('no space left');
      }
    }
    const failure = await run(aPlan([calm], new FullDisk())).catch((error: Error) => error.message);
    expect(failure).to.equal('no space left');
  });
});
