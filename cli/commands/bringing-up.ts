import { type RunningLab, up, type Wanted } from '../lab/index.js';
import { interruption } from './interruption.js';
import { doTasks } from './progress.js';

/** `up` with progress. Interrupted, it takes back what it made of a lab that was not there before. */
export async function bringUp(title: string, wanted: Omit<Wanted, 'signal'>): Promise<RunningLab> {
  const stop = interruption(
    'taking back what was made of a new lab. Once more to end at once (then `lab gc`).',
  );
  let lab!: RunningLab;
  try {
    await doTasks([
      {
        title,
        run: async (say) => {
          lab = await up({ ...wanted, signal: stop.signal }, say);
        },
      },
    ]);
    return lab;
  } finally {
    stop.forget();
  }
}
