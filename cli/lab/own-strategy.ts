import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  BALANCER_KEYS,
  BALANCER_METHODS,
  EXIT,
  LabError,
  LOCKING,
  messageOf,
  OWN,
  STORE_PLACES,
  type StoreServer,
  type Strategy,
} from '../core/index.js';
import { isBundled, isTaken } from './servers.js';

const name = z.string().regex(/^[a-z]([a-z0-9-]{0,29}[a-z0-9])?$/, 'must be made of a-z, 0-9 and -');

const schema = z.strictObject({
  title: z.string().min(1),
  balancer: z.strictObject({
    method: z.enum(BALANCER_METHODS),
    key: z.enum(BALANCER_KEYS),
    keyOf: z.enum(['network', 'address']).optional(),
    split: z.literal(true).optional(),
    directive: z.string().default(''),
  }),
  store: z.strictObject({
    module: z.string(),
    place: z.enum(STORE_PLACES),
    persistent: z.boolean(),
    locking: z.enum(LOCKING),
    revocable: z.boolean(),
    sizeLimit: z.number().int().positive().optional(),
    servers: z.array(z.string()).default([]),
  }),
  /** Servers that are not the lab's, by role. */
  servers: z
    .record(
      name,
      z.strictObject({
        port: z.number().int().min(1).max(65535),
        greeting: z.string().default(''),
        dataDir: z.string().startsWith('/').optional(),
        user: z.string(),
        secret: z.boolean().default(false),
      }),
    )
    .default({}),
});

/** First octets of addresses in `data` that own servers may have; the lab's own have lower ones. */
const OWN_HOSTS = { first: 121, count: 120 } as const;

/**
 * A strategy that lies in a folder: strategy.yaml, site.conf, vhost.conf, and, where it needs them, php/ and compose/. Its id
 * is the folder's name.
 * @param isKnown whether the catalogue has this id.
 * @throws LabError exit 64 with everything that is wrong in strategy.yaml.
 */
export function ownStrategy(folder: string, isKnown: (id: string) => boolean): Strategy {
  const path = resolve(folder);
  const id = basename(path);
  if (!name.safeParse(id).success || id.includes('--'))
    throw flawed(path, ['its name is the strategy’s id: a-z, 0-9 and single -']);
  if (id === 'lab') throw flawed(path, ['lab.localhost is the lab’s own host']);
  if (isKnown(id)) throw flawed(path, [`the catalogue has a strategy ${id} already`]);
  const parsed = schema.safeParse(read(join(path, 'strategy.yaml')));
  if (!parsed.success)
    throw flawed(
      join(path, 'strategy.yaml'),
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
  const { title, balancer, store, servers } = parsed.data;
  const { module, servers: roles, ...traits } = store;
  const ownServers = Object.entries(servers).map(
    ([role, { dataDir, ...server }]): StoreServer => ({
      ...server,
      ...(dataDir && { dataDir }),
      role,
      service: role,
      host: OWN_HOSTS.first + (sum(`${id} ${role}`) % OWN_HOSTS.count),
      folder: join(path, 'compose'),
    }),
  );
  const flaws = [
    ...ownServers
      .filter(({ role }) => isTaken(role))
      .map(({ role }) => `servers.${role}: the lab has a server of this name`),
    ...roles
      .filter((role) => !(role in servers) && !isBundled(role))
      .map((role) => `store.servers: nobody knows a server ${role}`),
  ];
  if (flaws.length > 0) throw flawed(join(path, 'strategy.yaml'), flaws);
  return {
    id,
    title,
    balancer: { id: OWN, ...(defined(balancer) as typeof balancer) },
    store: {
      id: OWN,
      module,
      servers: roles,
      traits: defined(traits) as typeof traits,
      ownServers,
    },
    origin: { folder: path },
  } as Strategy;
}

/** Optional properties are absent or have a value. */
const defined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));

const sum = (text: string): number =>
  [...text].reduce((total, char) => (total * 31 + char.charCodeAt(0)) % 65521, 7);

function read(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw flawed(file, [messageOf(error).split('\n')[0]!]);
  }
}

const flawed = (subject: string, flaws: readonly string[]): LabError =>
  new LabError({
    subject,
    reason: `is no strategy (${flaws.join('; ')})`,
    hint: 'docs/write-a-strategy.md shows one that works.',
    exitCode: EXIT.usage,
  });
