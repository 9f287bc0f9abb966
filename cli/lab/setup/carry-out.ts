import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EXIT, LabError, messageOf } from '../../core/index.js';
import { aptInstall, aptUpdate } from './apt.js';
import { startDaemon, startService } from './start.js';
import { describeStep, type Step } from './steps.js';

/**
 * Does the steps of a plan, in order, and says each before it begins.
 * @throws LabError exit 3 where one fails; those before it stay done, and a new plan goes on from there.
 */
export async function carryOut(steps: readonly Step[], progress: (line: string) => void): Promise<void> {
  let updateSaid: readonly string[] = [];
  for (const step of steps) {
    progress(describeStep(step));
    switch (step.do) {
      case 'write':
        await write(step.path, step.content);
        break;
      case 'update':
        updateSaid = await aptUpdate(progress);
        break;
      case 'install':
        await aptInstall(step.packages, updateSaid);
        break;
      case 'start-service':
        await startService();
        break;
      case 'start-daemon':
        await startDaemon();
        break;
    }
  }
}

async function write(path: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { mode: 0o644 });
  } catch (cause) {
    throw new LabError({
      subject: path,
      reason: `cannot be written (${messageOf(cause)})`,
      hint: 'Run `lab setup` as root on a system where /etc can be written.',
      exitCode: EXIT.environment,
      cause,
    });
  }
}
