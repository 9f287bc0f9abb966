import { z } from 'zod';
import {
  BALANCER_KEYS,
  BALANCER_METHODS,
  LOCKING,
  RUN_SCHEMA,
  STORE_PLACES,
  VERDICTS,
} from '../core/index.js';

const measures = z.record(z.string(), z.number());

export const cellSchema = z.object({
  strategy: z.string(),
  scenario: z.string(),
  verdict: z.enum(VERDICTS),
  expected: z.enum(VERDICTS).nullable(),
  because: z.string(),
  reason: z.string(),
  measures,
  evidence: z.object({ from: z.number(), to: z.number(), deciding: z.array(z.number()) }),
  already: z.literal(true).optional(),
  settings: z.record(z.string(), z.string()).optional(),
});

/** A strategy outside the catalogue, as a run carries it along. */
const strategySchema = z.object({
  id: z.string(),
  title: z.string(),
  balancer: z.object({
    id: z.string(),
    method: z.enum(BALANCER_METHODS),
    key: z.enum(BALANCER_KEYS),
    keyOf: z.enum(['network', 'address']).optional(),
    split: z.literal(true).optional(),
    directive: z.string(),
    needs: z.object({ directive: z.string(), since: z.string() }).optional(),
  }),
  store: z.object({
    id: z.string(),
    module: z.string(),
    servers: z.array(z.string()),
    siteIncludes: z.array(z.string()).optional(),
    traits: z.object({
      place: z.enum(STORE_PLACES),
      persistent: z.boolean(),
      locking: z.enum(LOCKING),
      revocable: z.boolean(),
      sizeLimit: z.number().optional(),
    }),
  }),
});

/** run.json as it stands on disk. */
export const runSchema = z.object({
  schema: z.literal(RUN_SCHEMA),
  id: z.string(),
  seed: z.number(),
  started: z.string(),
  ended: z.string().optional(),
  interrupted: z.literal(true).optional(),
  isolated: z.literal(true).optional(),
  settings: z.record(z.string(), z.string()),
  subnet: z.string(),
  versions: z.record(z.string(), z.string()),
  backends: z.array(z.string()),
  visitors: z.number(),
  strategies: z.array(z.string()),
  own: z.array(strategySchema).optional(),
  unavailable: z.record(z.string(), z.string()).optional(),
  replaced: z.record(z.string(), z.string()).optional(),
  scenarios: z.array(z.string()),
  order: z.array(z.string()).optional(),
  notes: z.array(z.string()),
  cells: z.array(cellSchema),
});

const text = z.string();
const phase = z.enum(['reset', 'arrange', 'calm', 'fault', 'settle', 'after']);

/** A line of operations.ndjson. */
export const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), run: runSchema }),
  z.looseObject({
    kind: z.literal('op'),
    t: z.number(),
    ms: z.number(),
    scenario: text,
    phase,
    strategy: text,
    visitor: z.number(),
    address: text,
    self: text.nullable(),
    method: text,
    path: text,
    outcome: z.enum(['ok', 'fail', 'unknown']),
  }),
  z.object({
    kind: z.literal('mark'),
    t: z.number(),
    scenario: text,
    strategy: text.optional(),
    mark: text,
    detail: text.optional(),
    numbers: z.record(z.string(), z.record(z.string(), z.number())).optional(),
  }),
  z.object({
    kind: z.literal('doubt'),
    t: z.number(),
    scenario: text,
    strategy: text.optional(),
    reason: text,
  }),
  z.object({
    kind: z.literal('ledger'),
    t: z.number(),
    scenario: text,
    strategy: text.optional(),
    backend: text,
    disk: text,
    executed: z.array(text),
  }),
]);
