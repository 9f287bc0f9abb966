import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{32,}$/));

/** Hexadecimal texts by what they are for: `cookie` (a key of 32 bytes), and the password of each service. Made once a lab,
 * kept in files that only their owner reads, and never part of an argument, a log or a report. */
export type Secrets = z.infer<typeof secretsSchema>;

const COOKIE_KEY_BYTES = 32;
const PASSWORD_BYTES = 24;

/** The secrets of the lab whose folder this is; those that are missing are made. */
export async function labSecrets(folder: string, services: readonly string[]): Promise<Secrets> {
  const file = join(folder, 'secrets.json');
  const text = await readFile(file, 'utf8').catch(() => '');
  const known = secretsSchema.safeParse(parseJson(text)).data ?? {};
  const missing = ['cookie', ...services].filter((name) => !(name in known));
  if (missing.length === 0) return known;
  const made = missing.map((name) => [
    name,
    randomBytes(name === 'cookie' ? COOKIE_KEY_BYTES : PASSWORD_BYTES).toString('hex'),
  ]);
  const secrets: Secrets = { ...known, ...Object.fromEntries(made) };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
