import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Run } from '../../../cli/core/index.js';
import { findRun, listRuns, RunFolder, readEvidence, readRun } from '../../../cli/runs/index.js';
import { thrown } from '../core/thrown.js';
import { TemporaryFolder } from '../lab/temporary-folder.js';
import { DOUBT, ENDED, LEDGER, LINES, MARK, OPERATION, RUN } from './sample.js';

/** Saves a run with all its lines into a folder that the test owns. */
async function saved(folder: TemporaryFolder, run: Run = ENDED): Promise<string> {
  const made = await RunFolder.create(folder.path, { ...RUN, id: run.id });
  for (const line of LINES) made.write(line);
  await made.save(run);
  await made.close();
  return made.folder;
}

/** Runs a test with a saved run. */
const withRun = (test: (run: string, folder: TemporaryFolder) => Promise<void>) => async () => {
  await using folder = await TemporaryFolder.make();
  await test(await saved(folder), folder);
};

const operations = (run: string): string => join(run, 'operations.ndjson');

describe('a saved run', () => {
  it(
    'is read as it was written',
    withRun(async (run) => {
      expect(await readRun(run)).to.deep.equal({ folder: run, run: ENDED });
      const { header, lines, damagedLines } = await readEvidence(run);
      expect(header).to.deep.equal(RUN);
      expect(damagedLines).to.equal(0);
      expect(lines.map(({ line }) => line)).to.deep.equal(LINES.map((_, i) => i + 2));
      expect(lines.map(({ line: _, ...rest }) => rest)).to.deep.equal(LINES);
    }),
  );

  it('keeps the ledgers of backends among what happened', async () => {
    await using folder = await TemporaryFolder.make();
    const made = await RunFolder.create(folder.path, RUN);
    for (const line of [LEDGER, OPERATION]) made.write(line);
    const numbered = [
      { ...LEDGER, line: 2 },
      { ...OPERATION, line: 3 },
    ];
    expect(made.linesOf('calm')).to.deep.equal(numbered);
    await made.close();
    const { lines, damagedLines } = await readEvidence(made.folder);
    expect([lines, damagedLines]).to.deep.equal([numbered, 0]);
  });

  it('forgets what was judged, and goes on counting its lines', async () => {
    await using folder = await TemporaryFolder.make();
    const made = await RunFolder.create(folder.path, RUN);
    for (const line of [OPERATION, LEDGER]) made.write(line);
    made.forget('calm');
    made.write(OPERATION);
    expect(made.linesOf('calm')).to.deep.equal([{ ...OPERATION, line: 4 }]);
    await made.close();
    expect((await readEvidence(made.folder)).lines).to.have.length(3);
  });

  it('is there from its beginning, before anything happened', async () => {
    await using folder = await TemporaryFolder.make();
    const made = await RunFolder.create(folder.path, RUN);
    expect(await readRun(made.folder)).to.deep.equal({ folder: made.folder, run: RUN });
    await made.close();
  });

  it(
    'leaves no draft behind',
    withRun(async (run) => {
      expect((await readdir(run)).sort()).to.deep.equal(['operations.ndjson', 'run.json']);
    }),
  );

  it('gives the lines of one scenario the numbers that they have in the file', async () => {
    await using folder = await TemporaryFolder.make();
    const made = await RunFolder.create(folder.path, RUN);
    for (const line of [MARK, DOUBT, OPERATION]) made.write(line);
    expect(made.linesOf('calm')).to.deep.equal([
      { ...MARK, line: 2 },
      { ...OPERATION, line: 4 },
    ]);
    await made.close();
    const rows = (await readFile(operations(made.folder), 'utf8')).split('\n');
    expect(JSON.parse(rows[3]!)).to.deep.equal(OPERATION);
  });

  it('takes no line after its end', async () => {
    await using folder = await TemporaryFolder.make();
    const made = await RunFolder.create(folder.path, RUN);
    await made.close();
    made.write(OPERATION);
    expect(made.linesOf('calm')).to.deep.equal([]);
    expect((await readEvidence(made.folder)).lines).to.deep.equal([]);
  });

  it('is on disk with all its lines when it is closed, however many there are', async () => {
    await using folder = await TemporaryFolder.make();
    const made = await RunFolder.create(folder.path, RUN);
    for (let t = 0; t < 20_000; t++) made.write({ ...OPERATION, t });
    await made.close();
    const rows = readFileSync(operations(made.folder), 'utf8').split('\n');
    expect(rows).to.have.length(20_002);
    expect(JSON.parse(rows.at(-2)!)).to.deep.equal({ ...OPERATION, t: 19_999 });
  });

  it('that was interrupted is read as that', async () => {
    await using folder = await TemporaryFolder.make();
    const run = { ...ENDED, interrupted: true } as const;
    expect((await readRun(await saved(folder, run))).run).to.deep.equal(run);
  });
});

describe('a run that cannot be saved', () => {
  it('goes on until it is saved the next time, and then says why', async () => {
    await using folder = await TemporaryFolder.make();
    // A folder stands where the evidence should be written.
    await mkdir(folder.at(RUN.id, 'operations.ndjson'), { recursive: true });
    const made = await RunFolder.create(folder.path, RUN);
    made.write(OPERATION);
    const error = await thrown(async () => {
      for (let n = 0; n < 100; n++) {
        await made.save(ENDED);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
    expect(error.exitCode).to.equal(3);
    expect(error.reason).to.include('EISDIR');
    expect(error.hint).to.include('--out');
    await made.close();
  });
});

describe('a damaged run', () => {
  it(
    'whose run.json is cut in half says so, and its evidence can be read',
    withRun(async (run) => {
      const text = await readFile(join(run, 'run.json'), 'utf8');
      await writeFile(join(run, 'run.json'), text.slice(0, text.length / 2));
      const { run: read, damage } = await readRun(run);
      expect(read).to.equal(undefined);
      expect(damage).to.match(/^run\.json is damaged \(.+\)$/);
      expect((await readEvidence(run)).lines).to.have.length(LINES.length);
    }),
  );

  it(
    'whose run.json is empty, or of another kind, says so',
    withRun(async (run) => {
      for (const text of ['', 'null', '[]', '"run"', '{}']) {
        await writeFile(join(run, 'run.json'), text);
        const { run: read, damage } = await readRun(run);
        expect([read, damage?.startsWith('run.json is ')], text).to.deep.equal([undefined, true]);
      }
    }),
  );

  it(
    'in which a cell has a verdict that does not exist names the place',
    withRun(async (run) => {
      const [cell] = ENDED.cells;
      await writeFile(
        join(run, 'run.json'),
        JSON.stringify({ ...ENDED, cells: [{ ...cell, verdict: 'fine' }] }),
      );
      expect((await readRun(run)).damage).to.include('cells.0.verdict');
    }),
  );

  it('without run.json says so', async () => {
    await using folder = await TemporaryFolder.make();
    expect(await readRun(folder.path)).to.deep.equal({ folder: folder.path, damage: 'there is no run.json' });
  });

  it(
    'whose last line is cut in half keeps the others, and counts it',
    withRun(async (run) => {
      const text = await readFile(operations(run), 'utf8');
      await writeFile(operations(run), text.slice(0, -20));
      const { header, lines, damagedLines } = await readEvidence(run);
      expect(header).to.deep.equal(RUN);
      expect([lines.length, damagedLines]).to.deep.equal([LINES.length - 1, 1]);
    }),
  );

  it(
    'keeps the numbers of the lines after a damaged one',
    withRun(async (run) => {
      const rows = (await readFile(operations(run), 'utf8')).split('\n');
      rows[2] = `${rows[2]!.slice(0, 30)}\0\0`;
      await writeFile(operations(run), rows.join('\n'));
      const { lines, damagedLines } = await readEvidence(run);
      expect(lines.map(({ line }) => line)).to.deep.equal([2, 4, 5, 6, 7, 8, 9]);
      expect(damagedLines).to.equal(1);
    }),
  );

  it(
    'counts lines that are JSON and no evidence',
    withRun(async (run) => {
      const liar = { ...LEDGER, executed: 3 };
      const strange = [{ kind: 'op', t: 1 }, { kind: 'song' }, { ...OPERATION, phase: 'lunch' }, 7, liar];
      const text = await readFile(operations(run), 'utf8');
      await writeFile(operations(run), text + strange.map((row) => `${JSON.stringify(row)}\n`).join(''));
      const { lines, damagedLines } = await readEvidence(run);
      expect([lines.length, damagedLines]).to.deep.equal([LINES.length, 5]);
    }),
  );

  it(
    'whose first line is damaged has no header, and keeps the rest',
    withRun(async (run) => {
      const text = await readFile(operations(run), 'utf8');
      await writeFile(operations(run), text.slice(10));
      const { header, lines, damagedLines } = await readEvidence(run);
      expect([header, lines.length, damagedLines]).to.deep.equal([undefined, LINES.length, 1]);
    }),
  );

  it('without any evidence has none', async () => {
    await using folder = await TemporaryFolder.make();
    expect(await readEvidence(folder.path)).to.deep.equal({ lines: [], damagedLines: 0 });
  });
});

describe('a run of a newer version', () => {
  it(
    'is refused, with the version',
    withRun(async (run) => {
      await writeFile(join(run, 'run.json'), JSON.stringify({ ...ENDED, schema: 'session-lab/run@2' }));
      const error = await thrown(() => readRun(run));
      expect(error).to.include({ subject: `run ${ENDED.id}`, exitCode: 3 });
      expect(error.reason).to.include('newer version').and.include('session-lab/run@2');
      expect(error.hint).to.be.a('string');
    }),
  );

  it(
    'is not what another schema is',
    withRun(async (run) => {
      for (const schema of ['session-lab/run@0', 'other/run@2', 7]) {
        await writeFile(join(run, 'run.json'), JSON.stringify({ ...ENDED, schema }));
        expect((await readRun(run)).damage).to.include('schema');
      }
    }),
  );
});

describe('findRun', () => {
  const DAYS = ['07', '03', '11', '01', '09', '05', '12', '02', '10', '08', '04', '06'];
  const idOf = (day: string): string => `2030-01-${day}T03-04-05-ab12`;
  const FIRST = idOf('01');
  const LAST = idOf('12');

  /** A folder with one run a day, in which they were not made in that order. */
  async function twelve(): Promise<TemporaryFolder> {
    const folder = await TemporaryFolder.make();
    for (const day of DAYS) await saved(folder, { ...ENDED, id: idOf(day) });
    return folder;
  }

  it('finds the newest where none is named', async () => {
    await using folder = await twelve();
    expect(await findRun(folder.path, undefined)).to.equal(folder.at(LAST));
    expect(await listRuns(folder.path)).to.deep.equal([...DAYS].sort().map(idOf));
  });

  it('finds a run by its id, and by its folder', async () => {
    await using folder = await twelve();
    expect(await findRun(folder.path, FIRST)).to.equal(folder.at(FIRST));
    expect(await findRun('/nowhere', folder.at(FIRST))).to.equal(folder.at(FIRST));
  });

  it('finds a run of which only one of its files is left', async () => {
    await using folder = await TemporaryFolder.make();
    await folder.write('a/run.json', '{}');
    await folder.write('b/operations.ndjson', '');
    expect(await findRun(folder.path, 'a')).to.equal(folder.at('a'));
    expect(await findRun(folder.path, 'b')).to.equal(folder.at('b'));
  });

  it('says so where there is no such run', async () => {
    await using folder = await twelve();
    await mkdir(folder.at('empty'));
    for (const wanted of ['2030', 'empty', '/nowhere']) {
      const error = await thrown(() => findRun(folder.path, wanted));
      expect(error).to.include({ subject: `run ${wanted}`, exitCode: 3 });
      expect(error.hint).to.include('lab list runs');
    }
  });

  it('says so where there is no run at all', async () => {
    await using folder = await TemporaryFolder.make();
    for (const runsDir of [folder.path, folder.at('nothing', 'here')]) {
      const error = await thrown(() => findRun(runsDir, undefined));
      expect(error).to.include({ subject: runsDir, reason: 'holds no run yet', exitCode: 3 });
    }
  });

  it('takes no folder for a run that holds none', async () => {
    await using folder = await twelve();
    await mkdir(folder.at('zzz'));
    await folder.write('zzz.txt', '');
    expect(await findRun(folder.path, undefined)).to.equal(folder.at(LAST));
  });
});
