import type { Person, Scenario, StorePlace, Strategy, Visitor } from '../core/index.js';
import { login, read } from '../core/index.js';
import { doubt } from './doubt.js';
import { mark } from './mark.js';
import type { Stage } from './stage.js';

export const READY_DEADLINE_MS = 20_000;

/** Somebody who was there before: after a reset nobody may know him. */
const WITNESS: Person = { number: 0, user: 'witness', address: '198.19.255.254' };

/** What a visitor carries himself, no reset can take from him. */
const CARRIED: readonly StorePlace[] = ['client', 'relay'];

/** Where nobody can be logged in before it, a first reset may mend that. */
const ATTEMPTS = 2;

/**
 * The lab as a scenario wants it: its settings, no sessions, no counted failures, every backend there. A witness who had
 * logged in before it tells whether sessions were really forgotten; one whom a strategy still knows puts it in doubt.
 */
export async function reset(stage: Stage, scenario: Scenario): Promise<void> {
  stage.onPhase(scenario, 'reset');
  for (const { fault, role } of await stage.lab.journal.entries())
    doubt(stage, scenario, `${fault} ${role} of an earlier scenario is still in force`);
  await stage.lab.apply(scenario.settings ?? {});
  let unseen = stage.strategies.filter(({ store }) => !CARRIED.includes(store.traits.place));
  for (let attempt = 1; attempt === 1 || (unseen.length > 0 && attempt <= ATTEMPTS); attempt++)
    unseen = await resetBefore(stage, scenario, unseen);
  for (const { id } of unseen)
    doubt(stage, scenario, `nobody could log in to ${id} before the reset, so nobody knows what it did`, id);
  mark(stage, scenario, 'reset');
}

/** @returns strategies of which no witness could tell. */
async function resetBefore(
  stage: Stage,
  scenario: Scenario,
  strategies: readonly Strategy[],
): Promise<Strategy[]> {
  const where = { scenario: scenario.id, phase: 'reset' } as const;
  const witnesses = strategies.map((strategy) => stage.invite(WITNESS, strategy));
  const ask = async (visitor: Visitor, step: Parameters<Visitor['act']>[0]) => {
    const operation = await stage.gate.pass(() => visitor.act(step, where));
    stage.recorder.write(operation);
    return operation;
  };
  try {
    const logins = await Promise.all(witnesses.map((witness) => ask(witness, login(WITNESS))));
    await stage.lab.reset();
    await stage.lab.ready(READY_DEADLINE_MS);
    const told = witnesses.filter((_, i) => logins[i]!.outcome === 'ok');
    await Promise.all(
      told.map(async (witness) => {
        const { user } = await ask(witness, read('/me'));
        const { id } = witness.strategy;
        if (user !== null)
          doubt(
            stage,
            scenario,
            `after the reset ${id} ${user === undefined ? 'did not answer' : 'knew an old session'}`,
            id,
          );
      }),
    );
    return strategies.filter((_, i) => logins[i]!.outcome !== 'ok');
  } finally {
    for (const witness of witnesses) witness.leave();
  }
}
