import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';

const sourcesSchema = z.object({
  /** Folder or .tar.gz of an nginx source. */
  nginxSrc: z.string().optional(),
  /** Folder of an nginx add-on with the directive consistent_hash. */
  consistentHashSrc: z.string().optional(),
  /** An image that keeps the conventions of the official `mysql` image. */
  mysqlImage: z.string().optional(),
  /** The image that all others are built from. */
  baseImage: z.string().optional(),
});

/** What the images are built from in place of what is bundled, as the last `lab build` wanted it. */
export type Sources = z.infer<typeof sourcesSchema>;

const VARIABLES: Readonly<Record<keyof Sources, string>> = {
  nginxSrc: 'LAB_NGINX_SRC',
  consistentHashSrc: 'LAB_CONSISTENT_HASH_SRC',
  mysqlImage: 'LAB_MYSQL_IMAGE',
  baseImage: 'LAB_BASE_IMAGE',
};

/** What the environment says, and otherwise the file; what neither says, or nobody can understand, is bundled. */
export async function readSources(file: string): Promise<Sources> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const said = Object.entries(VARIABLES).map(([key, variable]) => [key, process.env[variable] || undefined]);
  return merged(parsed(text), Object.fromEntries(said));
}

/** The word by which a flag of `lab build` goes back to what is bundled. */
export const BUNDLED = 'bundled';

export function merged(known: Sources, said: Sources): Sources {
  const all = {
    ...known,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== BUNDLED));
}

function parsed(text: string): Sources {
  try {
    return sourcesSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

export async function writeSources(file: string, sources: Sources): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(sources, null, 2)}\n`);
}

/** Component → what replaced the bundled one, as status and reports name it. */
export function replacedBy({ nginxSrc, consistentHashSrc, mysqlImage }: Sources): Record<string, string> {
  return {
    ...(nginxSrc && { nginx: basename(nginxSrc) }),
    ...(consistentHashSrc && { consistent_hash: basename(consistentHashSrc) }),
    ...(mysqlImage && { mysql: mysqlImage }),
  };
}
