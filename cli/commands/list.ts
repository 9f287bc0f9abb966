import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { scenarios } from '../../scenarios/index.js';
import { strategies } from '../catalog/index.js';
import { faults, hits } from '../faults/index.js';
import type { RunningLab } from '../lab/index.js';
import { listRuns, readRun } from '../runs/index.js';
import { type LabOptions, withJson, withLab } from './options.js';
import { print, printJson, table } from './print.js';

type Row = Readonly<Record<string, string | number>>;

const LISTS: Readonly<Record<string, (options: LabOptions) => Promise<Row[]>>> = {
  strategies: async () =>
    strategies.map(({ id, balancer, store, title }) => ({
      id,
      balancer: balancer.id,
      store: store.id,
      title,
    })),
  scenarios: async () => scenarios.map(({ id, obligation }) => ({ id, obligation })),
  faults: async () => faults.map(({ id, summary }) => ({ id, summary })),
  roles: async (options) => {
    const { labThatIsUp } = await import('./opening.js');
    const lab = await labThatIsUp(options);
    return lab.roles.map((role) => ({ role, faults: faultsOn(lab, role) }));
  },
  runs: async ({ dir }) => {
    const runsDir = join(dir, 'runs');
    return Promise.all((await listRuns(runsDir)).map((id) => describeRun(runsDir, id)));
  },
};

const faultsOn = (lab: RunningLab, role: string): string =>
  faults
    .filter((fault) => hits(fault, lab).includes(role))
    .map(({ id }) => id)
    .join(' ');

async function describeRun(runsDir: string, id: string): Promise<Row> {
  const { run, damage } = await readRun(join(runsDir, id));
  return { id, cells: run?.cells.length ?? 0, state: damage ?? (run?.ended ? 'finished' : 'not finished') };
}

export function listCommand(): Command {
  const what = new Argument('<what>', 'what to list').choices(Object.keys(LISTS));
  return withJson(withLab(new Command('list')))
    .description('the catalogue, the roles of a lab, the saved runs')
    .addArgument(what)
    .action(async (kind: string, options: LabOptions & { json?: true }) => {
      const rows = await LISTS[kind]!(options);
      if (options.json) return printJson(rows);
      if (rows.length === 0) return print(`No ${kind}.`);
      const head = Object.keys(rows[0]!).map((key) => key.toUpperCase());
      print(
        table(
          head,
          rows.map((row) => Object.values(row).map(String)),
        ),
      );
    });
}
