import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { EXIT, LabError, MAX_BACKENDS, messageOf } from '../core/index.js';

const stateSchema = z.object({
  schema: z.literal('session-lab/lab@1'),
  name: z.string(),
  /** Changes when the folder is made anew, so that no container keeps looking into a folder that is gone. */
  instance: z.string(),
  subnet: z.string(),
  httpPort: z.number().int(),
  visitorPort: z.number().int(),
  backends: z.number().int().min(1).max(MAX_BACKENDS),
  strategies: z.array(z.string()).min(1),
  settings: z.record(z.string(), z.string()),
  /** Strategies that this nginx cannot have, and why. */
  unavailable: z.record(z.string(), z.string()).default({}),
  /** Component → what was built in place of the bundled one. */
  replaced: z.record(z.string(), z.string()).default({}),
});

/** What a lab is, as the last `lab up` wanted it. */
export type LabState = z.infer<typeof stateSchema>;

/**
 * @returns undefined where there is no such file.
 * @throws LabError exit 3 where the file cannot be understood.
 */
export async function readState(file: string): Promise<LabState | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new LabError({
      subject: file,
      reason: `cannot be understood (${messageOf(error).split('\n')[0]})`,
      hint: 'Take the lab down with `lab down`, which works from labels alone, and bring it up again.',
      exitCode: EXIT.environment,
      cause: error,
    });
  }
}

export const writeState = (file: string, state: LabState): Promise<void> =>
  writeFile(file, `${JSON.stringify(state, null, 2)}\n`);

/**
 * Names go into names of containers, networks and volumes.
 * @throws LabError exit 64.
 */
export function checkName(name: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,30}$/.test(name) && name !== 'runs') return name;
  throw new LabError({
    subject: `lab name ${JSON.stringify(name)}`,
    reason:
      name === 'runs'
        ? 'is the folder of the saved runs'
        : 'is not made of a-z, 0-9 and -, at most 31 of them',
    hint: 'Choose another one with --name.',
    exitCode: EXIT.usage,
  });
}
