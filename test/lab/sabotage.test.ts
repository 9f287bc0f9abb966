import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { findStrategy } from '../../cli/catalog/index.js';
import {
  type Cell,
  type Invite,
  type Lab,
  type Phase,
  people,
  RUN_SCHEMA,
  type Run,
  type Scenario,
} from '../../cli/core/index.js';
import { exitCodeOf, run as play, startClock } from '../../cli/engine/index.js';
import { labPaths, type RunningLab } from '../../cli/lab/index.js';
import { RunFolder } from '../../cli/runs/index.js';
import { hostOf } from '../../cli/visitors/visitor.js';
import { backendCrashes } from '../../scenarios/backend-crashes.js';
import { calm } from '../../scenarios/calm.js';
import { lab, NAME, run, sharedLab, stateDir, verdicts } from './lab.js';

/** What is sabotaged: a part that is handed to the engine. */
interface Sabotage {
  readonly scenario: Scenario;
  readonly strategies: readonly string[];
  readonly lab?: Partial<Lab>;
  readonly invite?: (invite: Invite) => Invite;
}

describe('sabotage is noticed', () => {
  let shared: RunningLab;

  before(async () => {
    shared = await sharedLab();
  });

  async function playWith({ scenario, strategies, lab: parts, invite }: Sabotage): Promise<Run> {
    const chosen = strategies.map((id) => findStrategy(id)!);
    const begun: Run = {
      schema: RUN_SCHEMA,
      id: `sabotage-${Date.now()}`,
      seed: 1,
      started: new Date().toISOString(),
      settings: {},
      subnet: shared.subnet,
      versions: {},
      backends: shared.backends.map(({ address }) => address),
      visitors: 6,
      strategies: [...strategies],
      scenarios: [scenario.id],
      notes: [],
      cells: [],
    };
    const clock = startClock();
    const store = await RunFolder.create(join(await stateDir(), 'runs'), begun);
    const real = hostOf({ entrance: shared.entrance, url: (one) => shared.url(one), clock, run: begun.id });
    try {
      return await play({
        run: begun,
        scenarios: [scenario],
        strategies: chosen,
        people: people(6, 1),
        lab: overlaid(shared, parts ?? {}),
        clock,
        invite: invite ? invite(real) : real,
        store,
        signal: new AbortController().signal,
        onPhase: () => {},
        onCells: () => {},
      });
    } finally {
      await store.close();
    }
  }

  /** Redis is emptied before the first request of a phase. */
  const emptyingRedisIn =
    (phase: Phase) =>
    (real: Invite): Invite => {
      let emptied: Promise<void> | undefined;
      return (person, strategy) => {
        const visitor = real(person, strategy);
        return {
          person,
          strategy,
          leave: () => visitor.leave(),
          act: async (step, where) => {
            if (where.phase === phase) {
              emptied ??= shared.emptyStores();
              await emptied;
            }
            return visitor.act(step, where);
          },
        };
      };
    };

  const only = ({ cells }: Run, strategy: string): Cell => cells.find((cell) => cell.strategy === strategy)!;

  it('does not say that redis holds when it is emptied behind the lab’s back', async () => {
    const result = await playWith({
      scenario: calm,
      strategies: ['redis'],
      invite: emptyingRedisIn('after'),
    });
    expect(only(result, 'redis').verdict).to.equal('breaks');
    expect(only(result, 'redis').measures.guestAnswers).to.equal(6);
    expect(exitCodeOf(result)).to.equal(1);
  });

  it('says unknown when a fault does nothing', async () => {
    const result = await playWith({
      scenario: backendCrashes,
      strategies: ['redis', 'ip-hash'],
      lab: { supervise: async () => {} },
    });
    for (const cell of result.cells) {
      expect(cell.verdict).to.equal('unknown');
      expect(cell.reason).to.match(
        /the fault did not happen: the container of backend-1 is running, and backend-1 answers/,
      );
    }
    expect(exitCodeOf(result)).to.equal(2);
  });

  describe('a heal that does not heal', () => {
    const startNothing: Partial<Lab> = {
      supervise: async (role, order) => {
        if (order !== 'start') await shared.supervise(role, order);
      },
    };

    afterEach(async () => {
      await shared.supervise('backend-1', 'start');
      expect(await shared.awaitKnock('backend-1', ['answers'])).to.equal('answers');
      for (const entry of await shared.journal.entries()) await shared.journal.remove(entry);
    });

    it('is unknown, and the backend is named that is still away', async () => {
      const { cells } = await playWith({
        scenario: backendCrashes,
        strategies: ['redis', 'ip-hash'],
        lab: startNothing,
      });
      for (const { verdict, reason } of cells) {
        expect(verdict).to.equal('unknown');
        expect(reason).to.match(/backend-1: did not come back after its fault was healed/);
      }
    });
  });

  describe('a ledger that lies', () => {
    /** What the backends' ledgers say, with the first write that was no login told otherwise. */
    const telling = (lie: (id: string) => readonly string[]): Partial<Lab> => {
      let victim: string | undefined;
      return {
        takeLedgers: async () =>
          (await shared.takeLedgers()).map((page) => {
            victim ??= page.executed.find((id) => !id.endsWith('.1'));
            return { ...page, executed: page.executed.flatMap((id) => (id === victim ? lie(id) : [id])) };
          }),
      };
    };
    const playLying = async (lie: (id: string) => readonly string[]): Promise<Cell> =>
      only(await playWith({ scenario: calm, strategies: ['redis'], lab: telling(lie) }), 'redis');

    it('is unknown where a write is missing that was acknowledged', async () => {
      const { verdict, reason } = await playLying(() => []);
      expect(verdict).to.equal('unknown');
      expect(reason).to.match(/contradict each other: acknowledged writes that stand in no ledger: 1/);
    });

    it('breaks where it says that a write was done twice', async () => {
      const { verdict, measures } = await playLying((id) => [id, id]);
      expect(verdict).to.equal('breaks');
      expect(measures.doubledWrites).to.equal(1);
    });
  });

  it('does not say that a strategy holds where a backend answers with another user’s session', async () => {
    const swapped: (real: Invite) => Invite = (real) => {
      const first = new Map<string, ReturnType<Invite>>();
      return (person, strategy) => {
        const visitor = real(person, strategy);
        if (person.number === 1) first.set(strategy.id, visitor);
        return {
          person,
          strategy,
          leave: () => visitor.leave(),
          act: async (step, where) => {
            if (person.number !== 2 || where.phase !== 'after' || step.writes)
              return visitor.act(step, where);
            const other = await first.get(strategy.id)!.act(step, where);
            return { ...other, visitor: person.number, self: person.user };
          },
        };
      };
    };
    const { cells } = await playWith({ scenario: calm, strategies: ['redis', 'ip-hash'], invite: swapped });
    for (const { verdict, measures } of cells) {
      expect(verdict).to.equal('breaks');
      expect(measures.otherUser).to.equal(1);
    }
  });

  it('says unknown where nginx ignores the balancer’s directive, and visitors have no backend that they could lose', async () => {
    const file = join(labPaths(await stateDir(), NAME).nginx, 'sites', 'ip-hash.conf');
    const text = await readFile(file, 'utf8');
    expect(text).to.include('    ip_hash;\n');
    await writeFile(file, text.replace('    ip_hash;\n', ''));
    try {
      await shared.reload('nginx');
      const result = await playWith({ scenario: backendCrashes, strategies: ['redis', 'ip-hash'] });
      const { verdict, reason } = only(result, 'ip-hash');
      expect(verdict).to.equal('unknown');
      expect(reason).to.match(
        /by the arithmetic of ip_hash, movedSessions should be \d, and could not be told/,
      );
      expect(only(result, 'redis').verdict).to.equal('holds');
    } finally {
      await writeFile(file, text);
      await shared.reload('nginx');
    }
  });

  it('says unknown when a check throws', async () => {
    const broken: Scenario = {
      ...calm,
      check: () => {
        throw new Error('this check is broken');
      },
    };
    const result = await playWith({ scenario: broken, strategies: ['redis'] });
    expect(only(result, 'redis')).to.include({
      verdict: 'unknown',
      reason: 'The check threw: this check is broken.',
    });
    expect(exitCodeOf(result)).to.equal(2);
  });

  it('says unknown, and nothing of the strategies, when none stays green in calm', async () => {
    const alwaysRedis: Invite = hostOf({
      entrance: shared.entrance,
      url: () => shared.url(findStrategy('redis')!),
      clock: startClock(),
      run: 'green',
    });
    const result = await playWith({
      scenario: calm,
      strategies: ['none', 'redis'],
      invite: () => alwaysRedis,
    });
    expect(result.cells.map(({ verdict }) => verdict)).to.deep.equal(['unknown', 'unknown']);
    expect(result.cells[0]!.reason).to.match(/none, which must break in calm, did not/);
    expect(exitCodeOf(result)).to.equal(2);
  });

  it('says unknown, and exits 2, when a backend never answers', async () => {
    await shared.container('backend-2', 'pause');
    try {
      const { exitCode, run: result } = await run(['calm', '--visitors', '6']);
      expect(new Set(Object.values(verdicts(result, 'calm')))).to.deep.equal(new Set(['unknown']));
      expect(result.cells[0]!.reason).to.match(/backend-2/);
      expect(exitCode).to.equal(2);
    } finally {
      await shared.container('backend-2', 'unpause');
    }
  });

  it('puts a control that was disturbed above what the other strategies show', async () => {
    const result = await playWith({
      scenario: backendCrashes,
      strategies: ['redis', 'ip-hash', 'cookie-sealed'],
      invite: emptyingRedisIn('fault'),
    });
    expect(new Set(result.cells.map(({ verdict }) => verdict))).to.deep.equal(new Set(['unknown']));
    expect(result.cells[0]!.reason).to.match(/the control redis/);
  });

  it('leaves no fault behind', async () => {
    const { stdout } = await lab(['status', '--name', NAME, '--json']);
    expect((JSON.parse(stdout) as { faults: unknown[] }).faults).to.deep.equal([]);
  });
});

/** The same lab with some of its parts replaced. */
const overlaid = (real: RunningLab, parts: Partial<Lab>): Lab =>
  new Proxy(real, {
    get: (target, key) => {
      const part = Reflect.get(parts, key) ?? Reflect.get(target, key, target);
      return typeof part === 'function' ? part.bind(target) : part;
    },
  });
