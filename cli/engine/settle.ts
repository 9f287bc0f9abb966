import { groupBy, type Operation, type Scenario, type Visitor } from '../core/index.js';
import { doubt } from './doubt.js';
import type { Stage } from './stage.js';
import { act } from './walk.js';

/** nginx leaves a failed server out for 10 s (`fail_timeout`) and then tries it with a real request; the memcached extension's
 * lock of a session outlives the request that was cut off by up to 30 s. */
const DEADLINE_MS = 45_000;
const PAUSE_MS = 1_000;
const LOOK_MS = 100;

/**
 * Visitors go on reading, slowly, until every backend that served a strategy's pages before the fault serves them again,
 * and every visitor's last request was answered. What does not come back in time puts that strategy's cell in doubt.
 */
export async function settle(
  stage: Stage,
  scenario: Scenario,
  visitors: readonly Visitor[],
  before: readonly Operation[],
): Promise<void> {
  const since: Operation[] = [];
  const end = stage.clock.now() + DEADLINE_MS;
  const waiting = () => unsettled(scenario, visitors, before, since);
  let over = false;
  const walks = visitors.map(async (visitor, i) => {
    const steps = scenario.journey.settle(visitor.person);
    await stage.clock.sleep((PAUSE_MS * i) / visitors.length, stage.signal);
    // Each visitor begins with another page, so that all pages are asked for in every second.
    for (let n = visitor.person.number; !over; n++) {
      const move = [steps[n % steps.length]!];
      since.push(...(await act(stage, visitor, move, { scenario: scenario.id, phase: 'settle' })));
      for (let slept = 0; slept < PAUSE_MS && !over; slept += LOOK_MS)
        await stage.clock.sleep(LOOK_MS, stage.signal);
    }
  });
  const watch = async () => {
    while (!over) {
      await stage.clock.sleep(LOOK_MS, stage.signal);
      over = stage.clock.now() >= end || waiting().size === 0;
    }
  };
  try {
    await Promise.all([watch(), ...walks]);
  } finally {
    over = true;
  }
  for (const [strategy, reason] of waiting())
    doubt(stage, scenario, `${reason} within ${DEADLINE_MS / 1000} s`, strategy);
}

/** Strategies that have not settled yet, and why. */
function unsettled(
  scenario: Scenario,
  visitors: readonly Visitor[],
  before: readonly Operation[],
  since: readonly Operation[],
): Map<string, string> {
  const pages = new Set(
    visitors.flatMap(({ person }) => scenario.journey.settle(person).map((step) => step.path)),
  );
  const backends = (operations: readonly Operation[]) =>
    new Set(operations.flatMap((op) => op.backend ?? []));
  const waiting = new Map<string, string>();
  for (const [strategy, own] of groupBy(visitors, (visitor) => visitor.strategy.id)) {
    const mine = (op: Operation) => op.strategy === strategy && pages.has(op.path);
    const now = since.filter(mine);
    const seen = backends(now);
    const missing = comesBack(scenario, own[0]!)
      ? [...backends(before.filter(mine))].filter((role) => !seen.has(role))
      : [];
    const last = groupBy(now, (op) => op.visitor);
    const ill = own.filter((visitor) => !isAnswered(last.get(visitor.person.number)?.at(-1)));
    if (missing.length > 0) waiting.set(strategy, `${missing.join(', ')} did not serve ${strategy} again`);
    else if (ill.length > 0)
      waiting.set(strategy, `${ill.length} visitors of ${strategy} were not answered again`);
  }
  return waiting;
}

/** Is every backend asked for the same pages again? Not where a change stays: one may have left, or lost its pages to
 * another; nor where nginx writes another backend into the cookie of whom it had to send elsewhere. */
const comesBack = ({ fault }: Scenario, { strategy }: Visitor): boolean =>
  !fault?.stays && strategy.balancer.method !== 'sticky';

/** Also the refusal of a guest is an answer. */
const isAnswered = (op: Operation | undefined): boolean => op?.status !== undefined && op.status < 500;
