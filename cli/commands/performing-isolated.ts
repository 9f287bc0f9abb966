import { findStrategy } from '../catalog/index.js';
import { people, type Strategy } from '../core/index.js';
import { ISOLATED_NOTE, runIsolated, startClock } from '../engine/index.js';
import { freeSubnet } from '../lab/addresses.js';
import { DEFAULT_BACKENDS, openLab, readSources, sourcesFile } from '../lab/index.js';
import { unknownToNginx } from '../lab/knows.js';
import { backendServers } from '../lab/render.js';
import { replacedBy } from '../lab/sources.js';
import { hostOf } from '../visitors/visitor.js';
import { beginning, type Programme } from './beginning.js';
import { buildImages } from './build.js';
import { IsolatedProgress } from './isolated-progress.js';
import { freeNames } from './lab-names.js';
import { type LabKind, withOneLab } from './one-lab.js';
import { chosenStrategies, type LabOptions } from './options.js';
import { type Performed, saving } from './performing.js';

export interface IsolatedPerformance extends Omit<Programme, 'strategies'> {
  readonly lab: LabOptions;
  /** Absent: those that are up, else the demo's. */
  readonly chosen: readonly Strategy[] | undefined;
}

/** Plays scenarios with one strategy after the other, each in a lab of its own, and saves all as one run. The labs have as
 * many backends and the same PHP settings as the named one, where that is up; it is left alone. */
export async function performIsolated(what: IsolatedPerformance): Promise<Performed> {
  const { lab, stop, visitors, seed } = what;
  const model = await openLab(lab.dir, lab.name, findStrategy);
  const strategies = what.chosen ?? model?.chosen ?? chosenStrategies(undefined);
  const programme: Programme = { ...what, strategies };
  const names = await freeNames(lab.name, strategies);
  const [firstName] = names.values();
  const sources = await readSources(sourcesFile(lab.dir));
  const [nginx] = await buildImages(['nginx'], sources);
  const kind: LabKind = {
    stateDir: lab.dir,
    backends: model?.backends.length ?? DEFAULT_BACKENDS,
    settings: { ...model?.settings },
    subnet: await freeSubnet(undefined, firstName!),
  };
  const unavailable = await unknownToNginx(firstName!, nginx!.tag, strategies);
  stop.signal.throwIfAborted();
  const begun = beginning(
    programme,
    {
      settings: kind.settings,
      subnet: kind.subnet,
      versions: {},
      backends: backendServers(kind).map(({ address }) => address),
      unavailable,
      replaced: replacedBy(sources),
    },
    { isolated: true, notes: [ISOLATED_NOTE] },
  );
  const clock = startClock();
  const progress = new IsolatedProgress(programme);
  return saving(programme, begun, progress.shown, (store) =>
    runIsolated({
      ...programme,
      run: begun,
      people: people(visitors, seed),
      clock,
      store,
      signal: stop.signal,
      withLabOf: async (strategy, play) => {
        progress.begin(strategy);
        await withOneLab({ ...kind, name: names.get(strategy.id)!, strategy, stop, progress }, (alone) =>
          play(
            alone,
            hostOf({ entrance: alone.entrance, url: (one) => alone.url(one), clock, run: begun.id }),
          ),
        );
        progress.end();
      },
      onPhase: (scenario, phase) => progress.phase(scenario, phase),
      onCells: (scenario, cells) => progress.cells(scenario, cells),
    }),
  );
}
