import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { EXIT, LabError, type Role } from '../core/index.js';
import { containersOf, docker } from './docker.js';
import { containerName, ROLE_LABEL } from './labels.js';
import { labPaths } from './paths.js';
import { whyNoDocker } from './setup/index.js';

const PAUSE_MS = 500;
const CLEAR = '\u001b[2K';

export interface LogsWanted {
  readonly stateDir: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Goes on with what is written from now on, also by containers that are started or made anew meanwhile. */
  readonly follow: boolean;
  /** Lines of each role from the end of its log; absent: all. */
  readonly tail?: number | undefined;
  /** As `checkSince` takes it. */
  readonly since?: string | undefined;
  readonly timestamps: boolean;
}

export interface LogLine {
  /** Absent where Compose itself says something: that a container ended. */
  readonly role?: Role;
  readonly text: string;
}

/**
 * What servers have written, line by line, each role's lines in their order.
 * @param signal ends it without an error.
 * @throws LabError exit 3 with what Compose said last.
 */
export async function* logsOf(wanted: LogsWanted, signal: AbortSignal): AsyncGenerator<LogLine> {
  yield* composeLogs(wanted, signal);
  // Compose ends with the last container that it follows, and the next one is to be followed too.
  while (wanted.follow && !signal.aborted) {
    const since = await nextStart(wanted, signal);
    if (since === undefined) return;
    yield* composeLogs({ ...wanted, since, tail: undefined }, signal);
  }
}

async function* composeLogs(
  { stateDir, name, roles, follow, tail, since, timestamps }: LogsWanted,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const flags = [
    ...(follow ? ['--follow'] : []),
    ...(tail === undefined ? [] : ['--tail', String(tail)]),
    ...(since === undefined ? [] : ['--since', since]),
    ...(timestamps ? ['--timestamps'] : []),
  ];
  const file = labPaths(stateDir, name).compose;
  const run = execa('docker', ['compose', '--file', file, 'logs', '--no-color', ...flags, ...roles], {
    all: true,
    reject: false,
    stdin: 'ignore',
    buffer: false,
    cancelSignal: signal,
  });
  const prefix = containerName(name, '');
  let last: LogLine = { text: '' };
  for await (const line of run.iterable({ from: 'all' })) {
    last = parseLine(line, prefix);
    if (!signal.aborted) yield last;
  }
  const { exitCode } = await run;
  if (exitCode === 0 || signal.aborted) return;
  throw (await whyNoDocker()) ?? failed(name, last);
}

/** Waits until one of the roles runs. @returns when it was started; undefined where the lab is gone, or at the signal. */
async function nextStart({ name, roles }: LogsWanted, signal: AbortSignal): Promise<string | undefined> {
  while (!signal.aborted) {
    const containers = await containersOf(name);
    if (containers.length === 0) return undefined;
    const running = containers.find(
      ({ State, Labels }) =>
        State === 'running' && (roles.length === 0 || roles.includes(Labels[ROLE_LABEL] ?? '')),
    );
    if (running) return (await docker.getContainer(running.Id).inspect()).State.StartedAt;
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

/** Compose begins a line with the container's name, padded, and a bar; before it stands what clears a terminal's line. */
export function parseLine(line: string, prefix: string): LogLine {
  const plain = line.startsWith(CLEAR) ? line.slice(CLEAR.length) : line;
  if (!plain.startsWith(prefix)) return { text: plain };
  const [, role, text] = /^([a-z0-9-]+) *\| (.*)$/.exec(plain.slice(prefix.length)) ?? [];
  return role === undefined ? { text: plain.slice(prefix.length) } : { role, text: text! };
}

const failed = (name: string, { text }: LogLine): LabError =>
  new LabError({
    subject: `logs of lab ${name}`,
    reason: 'could not be read',
    hint: '`lab status` shows what runs; the line below is what Docker Compose said last.',
    exitCode: EXIT.environment,
    details: [text],
  });

/**
 * A duration back from now, as `90s`, `10m`, `1h30m`, or a time, as `2026-01-31T12:00:00Z`: what Docker understands.
 * @throws LabError exit 64.
 */
export function checkSince(text: string): string {
  const duration = /^(\d+(\.\d+)?(ms|s|m|h))+$/;
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
  if (duration.test(text) || (time.test(text) && !Number.isNaN(Date.parse(text)))) return text;
  throw new LabError({
    subject: `time ${JSON.stringify(text)}`,
    reason: 'is neither a duration nor a date',
    hint: 'Give one like 10m or 1h30m, or like 2026-01-31T12:00:00Z.',
    exitCode: EXIT.usage,
  });
}
