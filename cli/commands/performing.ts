import { people, type Run } from '../core/index.js';
import { missingControls, nothingToBreak, type RunStore, run, startClock } from '../engine/index.js';
import type { RunningLab } from '../lab/index.js';
import { RunFolder } from '../runs/index.js';
import { hostOf } from '../visitors/visitor.js';
import { beginning, type Programme } from './beginning.js';
import { phaseInWords } from './phases.js';
import { note } from './print.js';
import { RunProgress } from './run-progress.js';
import { TimeLeft, usualSeconds } from './time-left.js';

export interface Performance extends Programme {
  readonly lab: RunningLab;
}

export interface Performed {
  readonly run: Run;
  readonly folder: string;
}

/** Plays scenarios with all strategies in a lab that is up, with progress, and saves what happens. */
export async function perform(what: Performance): Promise<Performed> {
  const { lab, scenarios, strategies, stop } = what;
  const here = {
    settings: lab.settings,
    subnet: lab.subnet,
    versions: await lab.versions(),
    backends: lab.backends.map(({ address }) => address),
    unavailable: lab.unavailable,
    replaced: lab.wanted.replaced,
  };
  const begun = beginning(what, here, {
    notes: [
      ...missingControls(scenarios, strategies, lab.unavailable),
      ...nothingToBreak(scenarios, strategies, here),
    ],
  });
  const clock = startClock();
  const invite = hostOf({ entrance: lab.entrance, url: (one) => lab.url(one), clock, run: begun.id });
  const left = new TimeLeft(usualSeconds(scenarios));
  const progress = new RunProgress(begun.order!, { by: 'strategy', each: strategies.length }, () =>
    left.seconds(),
  );
  const performed = await saving(what, begun, progress, (store) =>
    run({
      ...what,
      run: begun,
      people: people(what.visitors, what.seed),
      clock,
      invite,
      store,
      signal: stop.signal,
      onPhase: ({ id }, phase) => {
        left.begin(id);
        progress.doing(id, phaseInWords(phase));
      },
      onCells: ({ id }, cells) => {
        left.end(id);
        progress.add(id, cells);
        progress.end(id);
      },
    }),
  );
  await sayWhatIsLeft(lab);
  return performed;
}

/** Plays with progress into a run folder. */
export async function saving(
  { runsDir, stop }: Programme,
  begun: Run,
  progress: RunProgress,
  play: (store: RunStore) => Promise<Run>,
): Promise<Performed> {
  const store = await RunFolder.create(runsDir, begun);
  try {
    const played = play(store).finally(() => progress.endAll());
    const [ended] = await Promise.all([played, progress.show(stop)]);
    return { run: ended, folder: store.folder };
  } catch (error) {
    note(`What was seen until then is saved in ${store.folder}.`);
    throw error;
  } finally {
    await store.close();
  }
}

async function sayWhatIsLeft({ journal }: RunningLab): Promise<void> {
  const left = await journal.entries();
  if (left.length === 0) return;
  const faults = left.map(({ fault, role }) => `${fault} ${role}`).join(', ');
  note(`Could not be healed and is still in force: ${faults}. Try \`lab heal\`.`);
}
