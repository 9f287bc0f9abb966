import { randomBytes } from 'node:crypto';
import { people, RUN_SCHEMA, type Run, type Scenario, type Strategy } from '../core/index.js';
import { missingControls, run, startClock } from '../engine/index.js';
import { packageVersion, type RunningLab } from '../lab/index.js';
import { RunFolder } from '../runs/index.js';
import { hostOf } from '../visitors/visitor.js';
import { interruption } from './interruption.js';
import { note } from './print.js';
import { doTasks, type Say } from './progress.js';

export interface Performance {
  readonly lab: RunningLab;
  readonly scenarios: readonly Scenario[];
  readonly strategies: readonly Strategy[];
  readonly visitors: number;
  readonly seed: number;
  readonly runsDir: string;
}

/** The engine's phases as people read them. */
const PHASES: Readonly<Record<string, string>> = {
  reset: 'emptying stores, clearing failure counts',
  arrange: 'visitors log in',
  calm: 'visitors browse',
  fault: 'visitors go on under the fault',
  heal: 'healing',
  settle: 'waiting until every backend serves again',
  after: 'looking what is left',
};

/** Plays scenarios in a lab that is up, with progress, and saves what happens. */
export async function perform(what: Performance): Promise<{ run: Run; folder: string }> {
  const begun = await beginning(what);
  const store = await RunFolder.create(what.runsDir, begun);
  const stop = interruption(
    'healing and saving. Once more to end at once (then `lab heal` undoes what is left).',
  );
  const clock = startClock();
  const invite = hostOf({
    entrance: what.lab.entrance,
    url: (strategy) => what.lab.url(strategy),
    clock,
    run: begun.id,
  });
  const stations = new Map(what.scenarios.map((scenario) => [scenario.id, station()]));
  const playing = run({
    ...what,
    run: begun,
    people: people(what.visitors, what.seed),
    clock,
    invite,
    store,
    signal: stop.signal,
    onPhase: (scenario, phase) => stations.get(scenario.id)!.say(PHASES[phase] ?? phase),
    onCells: (scenario, cells) =>
      stations.get(scenario.id)!.arrive(cells.map((cell) => `${cell.strategy} ${cell.verdict}`).join(', ')),
  });
  try {
    const ended = playing.finally(() => {
      for (const one of stations.values()) one.arrive('not played');
    });
    const shown = doTasks(
      what.scenarios.map(({ id }) => ({
        title: id,
        run: async (say) => `${id}: ${await stations.get(id)!.follow(say)}`,
      })),
    );
    const [result] = await Promise.all([ended, shown]);
    const left = await what.lab.journal.entries();
    if (left.length > 0) {
      const faults = left.map(({ fault, role }) => `${fault} ${role}`).join(', ');
      note(`Could not be healed and is still in force: ${faults}. Try \`lab heal\`.`);
    }
    return { run: result, folder: store.folder };
  } finally {
    stop.forget();
    await store.close();
  }
}

/** Connects the engine, which says what it does, with the line that shows it. */
function station() {
  let say: Say = () => {};
  const { promise, resolve } = withResolvers<string>();
  return {
    say: (phase: string) => say(phase),
    arrive: resolve,
    follow: (listener: Say) => {
      say = listener;
      return promise;
    },
  };
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function beginning({ lab, scenarios, strategies, visitors, seed }: Performance): Promise<Run> {
  const started = new Date();
  return {
    schema: RUN_SCHEMA,
    id: `${started.toISOString().slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`,
    seed,
    started: started.toISOString(),
    settings: lab.settings,
    subnet: lab.subnet,
    versions: { lab: packageVersion(), node: process.versions.node, ...(await lab.versions()) },
    backends: lab.backends.map(({ address }) => address),
    visitors,
    strategies: strategies.map(({ id }) => id),
    ...outsideCatalogue(strategies),
    ...(Object.keys(lab.unavailable).length > 0 && { unavailable: lab.unavailable }),
    ...(Object.keys(lab.wanted.replaced).length > 0 && { replaced: lab.wanted.replaced }),
    scenarios: scenarios.map(({ id }) => id),
    notes: missingControls(scenarios, strategies, lab.unavailable),
    cells: [],
  };
}

/** What a report must know of free pairs and people's own strategies; where their folder was is nobody's business. */
function outsideCatalogue(strategies: readonly Strategy[]): Pick<Run, 'own'> {
  const own = strategies
    .filter(({ origin }) => origin)
    .map(({ origin: _, store: { ownServers: __, ...store }, ...rest }) => ({ ...rest, store }));
  return own.length > 0 ? { own } : {};
}
