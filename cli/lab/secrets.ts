import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({ redis: z.string(), cookieKey: z.string() });

/** Made once a lab, kept in files that only their owner reads, and never part of an argument, a log or a report. */
export type Secrets = z.infer<typeof secretsSchema>;

/** The secrets of the lab whose folder this is; made where there are none. */
export async function labSecrets(folder: string): Promise<Secrets> {
  const file = join(folder, 'secrets.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const known = secretsSchema.safeParse(parseJson(text ?? ''));
  if (known.success) return known.data;
  const made: Secrets = {
    redis: randomBytes(24).toString('hex'),
    cookieKey: randomBytes(32).toString('hex'),
  };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
