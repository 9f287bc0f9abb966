import { isDeepStrictEqual } from 'node:util';
import { EXIT, LabError } from '../../core/index.js';
import { poll } from '../poll.js';
import type { Note, NoteFile } from './note.js';
import type { Said, Settings, Taker } from './taker.js';

/** A server that reads its configuration again takes a moment to replace its idle workers. */
const DEADLINE_MS = 5_000;

/**
 * Gives a lab these settings beyond its own, in place of those that an earlier call gave it. What is to be undone is noted
 * before it is done; everybody is asked afterwards. Nothing is done where nothing changes.
 * @param own the lab's own settings now; where they are others than when the note was written, they count and not the note.
 * @throws LabError exit 3 where somebody has another value afterwards.
 */
export async function applySettings(
  takers: readonly Taker[],
  note: NoteFile,
  settings: Settings,
  own: Settings,
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  const noted = await note.read();
  if (noted?.verified && isDeepStrictEqual(noted.settings, settings) && (await areKept(takers, settings)))
    return;
  if (noted) {
    for (const taker of takers) await undo(taker, noted, own, deadlineMs);
    await note.remove();
  }
  const concerned = takers.filter((taker) => keysOf(taker, settings).length > 0);
  if (concerned.length === 0) return;
  const said = await Promise.all(concerned.map((taker) => taker.ask(keysOf(taker, settings))));
  const before = Object.assign({}, ...said) as Said;
  refuseUnknown(before);
  await note.write({ settings, before, own, verified: false });
  for (const taker of concerned) {
    const wanted = taker.own(settings);
    await taker.take(wanted);
    await verify(taker, Object.keys(wanted), () => wanted, deadlineMs);
  }
  await note.write({ settings, before, own, verified: true });
}

const keysOf = (taker: Taker, settings: Settings): string[] => Object.keys(taker.own(settings));

/** Have those who may forget them still got them? */
async function areKept(takers: readonly Taker[], settings: Settings): Promise<boolean> {
  for (const taker of takers.filter(({ forgets }) => forgets)) {
    const wanted = taker.own(settings);
    if (misfits(await taker.ask(Object.keys(wanted)), () => wanted).length > 0) return false;
  }
  return true;
}

async function undo(taker: Taker, noted: Note, own: Settings, deadlineMs: number): Promise<void> {
  const keys = keysOf(taker, noted.settings);
  if (keys.length === 0) return;
  await taker.giveBack(noted.before);
  await verify(taker, keys, (subject) => expected(noted, subject, own), deadlineMs);
}

/** What somebody has when it is undone: what he had before, unless the lab itself has set or dropped that since. */
function expected({ before, own: then }: Note, subject: string, now: Settings): Said[string] {
  // Who has joined since then was not asked before.
  const values = Object.entries(before[subject] ?? {}).flatMap(([key, value]) => {
    if (now[key] === then[key]) return [[key, value]];
    // What the image has, which nobody knows.
    return now[key] === undefined ? [] : [[key, now[key]]];
  });
  return Object.fromEntries(values) as Said[string];
}

interface Misfit {
  readonly subject: string;
  readonly key: string;
  readonly value: string | null;
  readonly has: string | null | undefined;
}

async function verify(
  taker: Taker,
  keys: readonly string[],
  wantedOf: (subject: string) => Said[string],
  deadlineMs: number,
): Promise<void> {
  const said = await poll(
    () => taker.ask(keys),
    (answer) => misfits(answer, wantedOf).length === 0,
    { deadlineMs },
  );
  const [first] = misfits(said, wantedOf);
  if (first) throw notInForce(first);
}

const misfits = (said: Said, wantedOf: (subject: string) => Said[string]): Misfit[] =>
  Object.entries(said).flatMap(([subject, values]) =>
    Object.entries(wantedOf(subject))
      .filter(([key, value]) => key in values && values[key] !== value)
      .map(([key, value]) => ({ subject, key, value, has: values[key] })),
  );

function refuseUnknown(said: Said): void {
  for (const [subject, values] of Object.entries(said)) {
    const unknown = Object.keys(values).find((key) => values[key] === null);
    if (unknown !== undefined)
      throw trouble(unknown, subject, 'is not known there', 'See the settings that the scenario asks for.');
  }
}

const notInForce = ({ subject, key, value, has }: Misfit): LabError =>
  trouble(
    key,
    subject,
    `is ${JSON.stringify(has)} and should be ${JSON.stringify(value)}`,
    'A virtual host must set nothing after it includes settings.conf; `lab heal` undoes the settings of a scenario.',
  );

const trouble = (key: string, of: string, reason: string, hint: string): LabError =>
  new LabError({ subject: `${key} of ${of}`, reason, hint, exitCode: EXIT.environment });
