import { expect } from 'chai';
import { findStrategy } from '../../../cli/catalog/index.js';
import type { Invite, Lab, Scenario, Strategy, Verdict } from '../../../cli/core/index.js';
import { exitCodeOf, type RunPlan, run } from '../../../cli/engine/index.js';
import { backendCrashes } from '../../../scenarios/backend-crashes.js';
import { backendLeaves } from '../../../scenarios/backend-leaves.js';
import { calm } from '../../../scenarios/calm.js';
import { storeCrashes } from '../../../scenarios/store-crashes.js';
import { aPlan, MemoryStore, World } from './world.js';

interface Sabotage {
  readonly lab?: (lab: Lab) => Partial<Lab>;
  readonly invite?: (invite: Invite) => Invite;
  /** Done at the beginning of that phase. */
  readonly at?: { readonly phase: string; readonly act: (world: World) => void };
}

/** What the run makes of a scenario with the strategies of the demo, some of them or all, while somebody meddles with it. */
async function found(scenario: Scenario, sabotage: Sabotage, ...ids: string[]) {
  const world = new World();
  const onPhase: RunPlan['onPhase'] = (_, phase) =>
    void (phase === sabotage.at?.phase && sabotage.at.act(world));
  const plan = aPlan([scenario], new MemoryStore(), {
    world,
    lab: { ...world.lab, ...sabotage.lab?.(world.lab) },
    invite: sabotage.invite?.(world.invite) ?? world.invite,
    onPhase,
    ...(ids.length > 0 && { strategies: ids.map((id) => findStrategy(id)!) }),
  });
  const result = await run(plan);
  return {
    exitCode: exitCodeOf(result),
    reasons: result.cells.map(({ reason }) => reason),
    verdicts: Object.fromEntries(result.cells.map(({ strategy, verdict }) => [strategy, verdict])) as Record<
      string,
      Verdict
    >,
  };
}

/** Answers of that strategy are otherwise. */
const answering =
  (id: string, otherwise: (act: ReturnType<Invite>['act']) => ReturnType<Invite>['act']) =>
  (invite: Invite): Invite =>
  (person, strategy) => {
    const visitor = invite(person, strategy);
    return strategy.id === id ? { ...visitor, act: otherwise(visitor.act) } : visitor;
  };

describe('sabotage of a run in a lab without containers', () => {
  it('is not there at first: all is as expected', async () => {
    for (const scenario of [calm, backendCrashes, storeCrashes])
      expect((await found(scenario, {})).exitCode, scenario.id).to.equal(0);
  });

  it('a fault that silently does nothing: unknown', async () => {
    const { verdicts, reasons, exitCode } = await found(backendCrashes, {
      lab: () => ({ supervise: async () => {} }),
    });
    expect(new Set(Object.values(verdicts))).to.deep.equal(new Set(['unknown']));
    expect(reasons[0]).to.include('the fault did not happen');
    expect(exitCode).to.equal(2);
  });

  it('a heal that does not heal: unknown', async () => {
    const { verdicts, reasons, exitCode } = await found(backendCrashes, {
      lab: (lab) => ({
        supervise: async (role, order) => void (order === 'start' || (await lab.supervise(role, order))),
      }),
    });
    expect(new Set(Object.values(verdicts))).to.deep.equal(new Set(['unknown']));
    expect(reasons[0]).to.include('did not come back');
    expect(exitCode).to.equal(2);
  });

  it('a change that is not undone: unknown', async () => {
    const { verdicts } = await found(backendLeaves, {
      lab: (lab) => ({
        get backends() {
          return lab.backends;
        },
        scale: async (number) => {
          if (number === 3) throw new Error('no room for backend-3');
          await lab.scale(number);
        },
      }),
    });
    expect(new Set(Object.values(verdicts))).to.deep.equal(new Set(['unknown']));
  });

  it('a reset that empties nothing: unknown, where somebody can see it', async () => {
    const { verdicts, reasons } = await found(
      calm,
      { lab: () => ({ reset: async () => {} }) },
      'redis',
      'ip-hash',
    );
    expect(verdicts).to.deep.equal({ redis: 'unknown', 'ip-hash': 'unknown' });
    expect(reasons[0]).to.include('knew an old session');
  });

  for (const phase of ['calm', 'after'])
    it(`stores emptied behind its back in ${phase}: breaks, but for who carries his session`, async () => {
      const act = (world: World) => world.emptyStores();
      const { verdicts } = await found(calm, { at: { phase, act } }, 'redis', 'ip-hash', 'cookie-sealed');
      expect(verdicts).to.deep.equal({ redis: 'breaks', 'ip-hash': 'breaks', 'cookie-sealed': 'holds' });
    });

  it('a backend that answers with the session of somebody else: breaks', async () => {
    const { verdicts, reasons } = await found(
      calm,
      {
        invite: answering('redis', (act) => async (step, where) => {
          const op = await act(step, where);
          return op.visitor === 3 && op.phase === 'calm' && op.user ? { ...op, user: 'visitor-4' } : op;
        }),
      },
      'redis',
      'cookie-sealed',
    );
    expect(verdicts).to.deep.equal({ redis: 'breaks', 'cookie-sealed': 'holds' });
    expect(reasons[0]).to.include('visitor-4');
  });

  it('an nginx that ignores the directive of a balancer: breaks', async () => {
    const { balancer } = findStrategy('none')!;
    const ignoring = (invite: Invite): Invite => {
      const without = new Map<Strategy, Strategy>();
      return (person, strategy) => {
        const other = without.get(strategy) ?? { ...strategy, balancer };
        without.set(strategy, other);
        return { ...invite(person, other), strategy };
      };
    };
    const { verdicts, exitCode } = await found(calm, { invite: ignoring }, 'ip-hash', 'redis');
    expect(verdicts).to.deep.equal({ 'ip-hash': 'breaks', redis: 'holds' });
    expect(exitCode).to.equal(1);
  });

  for (const [what, lie] of [
    ['leaves out what was executed', (executed: readonly string[]) => executed.slice(1)],
    [
      'has what nobody sent',
      (executed: readonly string[]) => executed.flatMap((id) => [id, id.replace(/\d+$/, '99')]),
    ],
  ] as const)
    it(`a ledger that ${what}: unknown`, async () => {
      const { verdicts, reasons } = await found(
        calm,
        {
          lab: (lab) => ({
            takeLedgers: async () =>
              (await lab.takeLedgers()).map((page) => ({ ...page, executed: lie(page.executed) })),
          }),
        },
        'redis',
      );
      expect(verdicts).to.deep.equal({ redis: 'unknown' });
      expect(reasons[0]).to.include('ledgers contradict');
    });

  it('a ledger that says that a write was done twice: breaks', async () => {
    const { verdicts } = await found(
      calm,
      {
        lab: (lab) => ({
          takeLedgers: async () =>
            (await lab.takeLedgers()).map((page) => ({
              ...page,
              executed: [...page.executed, ...page.executed],
            })),
        }),
      },
      'redis',
    );
    expect(verdicts).to.deep.equal({ redis: 'breaks' });
  });
});
