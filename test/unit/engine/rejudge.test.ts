import { expect } from 'chai';
import { rejudge, run } from '../../../cli/engine/index.js';
import { RunFolder, readEvidence } from '../../../cli/runs/index.js';
import { scenarios } from '../../../scenarios/index.js';
import { TemporaryFolder } from '../lab/temporary-folder.js';
import { aPlan, World } from './world.js';

describe('rejudge', function () {
  this.timeout(20_000);

  for (const [what, world] of [
    ['of the demo', () => new World()],
    ['in which the negative control stayed green', () => new World({ shares: 'none' })],
    [
      'in which answers were lost',
      () => new World({ loses: ({ strategy, phase }) => strategy === 'redis' && phase === 'after' }),
    ],
  ] as const) {
    it(`finds in a saved run ${what} what was found at first`, async () => {
      await using folder = await TemporaryFolder.make();
      const plan = aPlan(scenarios, undefined as never, { world: world() });
      const store = await RunFolder.create(folder.path, plan.run);
      const first = await run({ ...plan, store });
      await store.close();

      const { header, lines, damagedLines } = await readEvidence(store.folder);
      expect(damagedLines).to.equal(0);
      expect(rejudge(header!, lines, scenarios, plan.strategies)).to.deep.equal(first.cells);
    });
  }

  it('knows what could not be played, and what was replaced', async () => {
    await using folder = await TemporaryFolder.make();
    const plan = aPlan(scenarios.slice(0, 1), undefined as never);
    const begun = {
      ...plan.run,
      unavailable: { redis: 'no Redis here' },
      replaced: { consistent_hash: 'a folder' },
    };
    const store = await RunFolder.create(folder.path, begun);
    const first = await run({ ...plan, run: begun, store });
    await store.close();
    const { header, lines } = await readEvidence(store.folder);
    const cells = rejudge(header!, lines, scenarios, plan.strategies);
    expect(cells).to.deep.equal(first.cells);
    const expected = cells.map((cell) => [cell.strategy, cell.expected]);
    expect(expected).to.deep.include(['redis', 'n/a']).and.to.deep.include(['consistent-hash', null]);
  });

  it('judges the scenarios of which there is evidence, and no others', async () => {
    await using folder = await TemporaryFolder.make();
    const plan = aPlan(scenarios.slice(0, 1), undefined as never);
    const store = await RunFolder.create(folder.path, plan.run);
    await run({ ...plan, store });
    await store.close();
    const { header, lines } = await readEvidence(store.folder);
    const cells = rejudge(header!, lines, scenarios, plan.strategies);
    expect(new Set(cells.map(({ scenario }) => scenario))).to.deep.equal(new Set(['calm']));
  });

  it('does not judge what was not played to its end', async () => {
    await using folder = await TemporaryFolder.make();
    const plan = aPlan(scenarios.slice(0, 2), undefined as never);
    const controller = new AbortController();
    const begun = { ...plan.run, order: ['calm', 'read-your-write'] };
    const store = await RunFolder.create(folder.path, begun);
    const first = await run({
      ...plan,
      run: begun,
      store,
      signal: controller.signal,
      onPhase: ({ id }, phase) =>
        void (id === 'read-your-write' && phase === 'calm' && controller.abort(new Error('Ctrl-C'))),
    });
    await store.close();
    const { header, lines } = await readEvidence(store.folder);
    expect(lines.some(({ scenario }) => scenario === 'read-your-write')).to.equal(true);
    expect(new Set(first.cells.map(({ scenario }) => scenario))).to.deep.equal(new Set(['calm']));
    expect(rejudge(header!, lines, scenarios, plan.strategies)).to.deep.equal(first.cells);
  });

  it('makes nothing of no evidence', () => {
    const plan = aPlan(scenarios, undefined as never);
    expect(rejudge(plan.run, [], scenarios, plan.strategies)).to.deep.equal([]);
  });
});
