import { expect } from 'chai';
import { findStrategy } from '../../../cli/catalog/index.js';
import type { Run, Scenario, Strategy } from '../../../cli/core/index.js';
import { exitCodeOf, type IsolatedPlan, rejudge, run, runIsolated } from '../../../cli/engine/index.js';
import { backendCrashes } from '../../../scenarios/backend-crashes.js';
import { calm } from '../../../scenarios/calm.js';
import { storeRestarts } from '../../../scenarios/store-restarts.js';
import { FakeClock } from './fake-clock.js';
import { aScenario } from './fakes.js';
import { aPlan, MemoryStore, World } from './world.js';

const ALL: readonly Scenario[] = [calm, backendCrashes, storeRestarts];
const named = (...ids: string[]): Strategy[] => ids.map((id) => findStrategy(id)!);
const numbered = (store: MemoryStore) => store.lines.map((line, i) => ({ ...line, line: i + 2 }));

/** A plan in which every strategy has a world of its own, and what was done with the worlds. */
function isolated(
  scenarios: readonly Scenario[],
  different: Partial<IsolatedPlan> & { readonly world?: (clock: FakeClock) => World } = {},
) {
  const { world: makeWorld = (clock) => new World({}, clock), ...rest } = different;
  const clock = new FakeClock();
  const { lab: _, invite: __, ...script } = aPlan(scenarios, new MemoryStore(), { clock, ...rest });
  const log: string[] = [];
  const plan: IsolatedPlan = {
    ...script,
    run: { ...script.run, isolated: true },
    withLabOf: async ({ id }, play) => {
      log.push(`up ${id}`);
      const world = makeWorld(clock);
      const versions = async () => ({ nginx: '1', [`only ${id}`]: '2' });
      try {
        await play({ ...world.lab, versions }, world.invite);
      } finally {
        log.push(`down ${id}`);
      }
    },
    ...rest,
  };
  return { plan, log, store: script.store };
}

describe('a run in which every strategy has a lab of its own', function () {
  this.timeout(20_000);

  describe('of the demo', () => {
    let result: Run;
    const { plan, log, store } = isolated(ALL);

    before(async () => {
      result = await runIsolated(plan);
    });

    it('has the same verdicts and the same cells as one in which they share a lab', async () => {
      const shared = await run(aPlan(ALL, new MemoryStore()));
      const seen = ({ cells }: Run) =>
        cells.map(({ strategy, scenario, verdict, expected }) => [strategy, scenario, verdict, expected]);
      expect(seen(result)).to.deep.equal(seen(shared));
      expect(exitCodeOf(result)).to.equal(0);
    });

    it('has one lab up at a time, and takes each down', () => {
      const ids = plan.strategies.map(({ id }) => id);
      expect(log).to.deep.equal(ids.flatMap((id) => [`up ${id}`, `down ${id}`]));
    });

    it('knows the versions of all labs', () => {
      expect(result.versions).to.include({ nginx: '1', 'only none': '2', 'only redis': '2' });
    });

    it('says on every line of the evidence whose it is, and points each cell at its own', () => {
      for (const line of store.lines) expect(line.strategy, JSON.stringify(line)).to.be.a('string');
      for (const { scenario, strategy, evidence } of result.cells)
        for (const line of [evidence.from, evidence.to, ...evidence.deciding])
          expect(store.lines[line - 2]!).to.include({ kind: 'op', scenario, strategy });
    });

    it('is saved after every cell', () => {
      const counts = store.saved.map(({ cells }) => cells.length);
      expect(counts).to.deep.equal([...Array.from({ length: 15 }, (_, i) => i + 1), 15]);
    });

    it('can be judged again', () => {
      expect(rejudge(result, numbered(store), ALL, plan.strategies)).to.deep.equal(result.cells);
    });
  });

  it('plays the scenarios in the order of the run with every strategy', async () => {
    const { plan, store } = isolated([calm, storeRestarts], { strategies: named('redis', 'ip-hash') });
    const order = ['store-restarts', 'calm'];
    const { cells } = await runIsolated({ ...plan, run: { ...plan.run, order } });
    const ends = store.lines.flatMap((line) =>
      line.kind === 'mark' && line.mark === 'judged' ? [`${line.strategy} ${line.scenario}`] : [],
    );
    expect(ends).to.deep.equal(['redis', 'ip-hash'].flatMap((id) => order.map((one) => `${id} ${one}`)));
    expect(cells.map(({ scenario, strategy }) => `${strategy} ${scenario}`)).to.deep.equal([
      'redis calm',
      'ip-hash calm',
      'redis store-restarts',
      'ip-hash store-restarts',
    ]);
  });

  it('believes no cell of any strategy where the one that must break stays green', async () => {
    const { plan } = isolated([calm], {
      strategies: named('none', 'redis'),
      world: (clock) => new World({ shares: 'none' }, clock),
    });
    const { cells } = await runIsolated(plan);
    expect(cells.map(({ verdict }) => verdict)).to.deep.equal(['unknown', 'unknown']);
    expect(cells[1]!.reason).to.include('none, which must break in calm, did not');
  });

  it('keeps what went wrong in the lab of one strategy from the cells of the others', async () => {
    let labs = 0;
    const { plan } = isolated([calm], {
      strategies: named('redis', 'ip-hash'),
      world: (clock) => {
        const world = new World({}, clock);
        labs += 1;
        if (labs === 1) Object.assign(world.lab, { alerts: async () => ['[alert] a worker died'] });
        return world;
      },
    });
    const { cells } = await runIsolated(plan);
    expect(cells.map(({ verdict }) => verdict)).to.deep.equal(['unknown', 'holds']);
  });

  it('brings up no lab for what cannot be played at all, and says why it was not', async () => {
    const scenario = aScenario({ notApplicable: () => 'not today' });
    const { plan, log, store } = isolated([scenario], { strategies: named('redis') });
    const result = await runIsolated(plan);
    expect(log).to.deep.equal([]);
    expect(result.cells.map(({ verdict, because }) => [verdict, because])).to.deep.equal([
      ['n/a', 'not today'],
    ]);
    expect(rejudge(result, numbered(store), [scenario], plan.strategies)).to.deep.equal(result.cells);
  });

  it('ends with what a lab fails with', async () => {
    const failure = new Error('no room');
    const { plan } = isolated([calm], {
      withLabOf: async () => {
        throw failure;
      },
    });
    expect(await runIsolated(plan).catch((error: unknown) => error)).to.equal(failure);
  });

  describe('that is interrupted', () => {
    it('takes the lab down, keeps what was played to its end, and brings no other up', async () => {
      const controller = new AbortController();
      const { plan, log, store } = isolated(ALL, {
        signal: controller.signal,
        strategies: named('redis', 'ip-hash'),
        onPhase: ({ id }, phase) =>
          void (id === 'backend-crashes' && phase === 'fault' && controller.abort(new Error('Ctrl-C'))),
      });
      const result = await runIsolated(plan);
      expect(result.interrupted).to.equal(true);
      expect(result.cells.map(({ strategy, scenario }) => [strategy, scenario])).to.deep.equal([
        ['redis', 'calm'],
      ]);
      expect(log).to.deep.equal(['up redis', 'down redis']);
      expect(store.saved.at(-1)).to.equal(result);
    });

    it('while a lab is being brought up ends as a run', async () => {
      const controller = new AbortController();
      const { plan } = isolated([calm], {
        signal: controller.signal,
        withLabOf: async () => {
          controller.abort(new Error('Ctrl-C'));
          controller.signal.throwIfAborted();
        },
      });
      expect(await runIsolated(plan)).to.deep.include({ interrupted: true, cells: [] });
    });
  });
});
