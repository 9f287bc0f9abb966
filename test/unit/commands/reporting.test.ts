import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadReport, reportInput } from '../../../cli/commands/reporting.js';
import type { Run } from '../../../cli/core/index.js';
import { run } from '../../../cli/engine/index.js';
import { RunFolder } from '../../../cli/runs/index.js';
import { calm } from '../../../scenarios/calm.js';
import { thrown } from '../core/thrown.js';
import { aPlan, aRun } from '../engine/world.js';
import { TemporaryFolder } from '../lab/temporary-folder.js';

/** Runs a test with a run of `calm` that was saved. */
const withRun = (test: (folder: string, saved: Run) => Promise<void>) => async () => {
  await using folder = await TemporaryFolder.make();
  const plan = aPlan([calm], undefined as never);
  const store = await RunFolder.create(folder.path, plan.run);
  const saved = await run({ ...plan, store });
  await store.close();
  await test(store.folder, saved);
};

/** Cuts a file of a run in half, in the middle of a line. */
async function cut(folder: string, file: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  await writeFile(join(folder, file), text.slice(0, text.indexOf('\n', text.length / 2) - 3));
}

describe('loadReport', function () {
  this.timeout(20_000);

  it(
    'takes a saved run as it is',
    withRun(async (folder, saved) => {
      const input = await loadReport(folder);
      expect(input.run).to.deep.equal(saved);
      expect(input.warnings).to.deep.equal([]);
    }),
  );

  it(
    'judges the evidence again where run.json is damaged, and says so',
    withRun(async (folder, saved) => {
      await cut(folder, 'run.json');
      const { run: read, warnings } = await loadReport(folder);
      expect(read.cells).to.deep.equal(saved.cells);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.match(/^run\.json is damaged .*; 5 cells were judged again from the \d+ lines/);
      expect(warnings[0]).not.to.include('could not be read');
    }),
  );

  it(
    'says how many lines could not be read',
    withRun(async (folder) => {
      await cut(folder, 'run.json');
      await cut(folder, 'operations.ndjson');
      const { run: read, warnings } = await loadReport(folder);
      expect(read.cells).to.have.length(5);
      expect(warnings[0]).to.match(/\b1 lines? could not be read\.$/);
    }),
  );

  it(
    'gives up where the beginning of the evidence is damaged too',
    withRun(async (folder) => {
      await cut(folder, 'run.json');
      await writeFile(join(folder, 'operations.ndjson'), '{"kind":"run","run":{}}\n');
      const error = await thrown(() => loadReport(folder));
      expect(error).to.include({ subject: 'run a-run', exitCode: 3 });
      expect(error.reason).to.include('run.json is damaged').and.include('operations.ndjson');
    }),
  );
});

describe('reportInput', () => {
  const plain = aRun([], []);
  const run24 = { ...plain, visitors: 24, seed: 7, strategies: ['none', 'redis'], scenarios: ['calm'] };

  it('knows the words of the catalogue', () => {
    const { strategies, scenarios } = reportInput(plain);
    expect(strategies['ip-hash']).to.include({ directive: 'ip_hash', store: 'files' });
    expect(scenarios['calm']!.obligation).to.equal(calm.obligation);
  });

  it('says how the run is repeated', () => {
    expect(reportInput(run24).repeat).to.equal(
      'lab run calm --strategy none --strategy redis --visitors 24 --seed 7',
    );
  });

  it('says that every strategy had a lab of its own', () => {
    expect(reportInput({ ...run24, isolated: true }).repeat).to.match(
      /^lab run calm .* --seed 7 --isolated$/,
    );
  });

  it('says which lab it needs, where that is not the usual one', () => {
    const small = { ...run24, backends: ['10.86.0.11:80'], settings: { 'session.name': "it's" } };
    expect(reportInput(small).repeat).to.equal(
      [
        "lab up --strategy none --strategy redis --backends 1 --php-ini 'session.name=it'\\''s'",
        'lab run calm --strategy none --strategy redis --visitors 24 --seed 7',
      ].join(' && '),
    );
  });
});
