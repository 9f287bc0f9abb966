import { strategies } from '../../cli/catalog/index.js';
import type { FaultKind, Scenario, Wave } from '../../cli/core/index.js';
import { tellStep } from './requests.js';
import { wavesOf } from './standard.js';
import { bullets, clause, code, lasting, named, numbered, ranged, sentence, wrapped } from './words.js';

/** The part on what is broken: where, when, for how long, and in what surroundings. */
export function fault(scenario: Scenario): string {
  return ['## Fault', ...what(scenario), ...surroundings(scenario)].join('\n\n');
}

/** The fault in a few words, for a list of scenarios. */
export function faultInBrief(scenario: Scenario): string {
  if (scenario.provocation) return 'requests of visitor 1';
  const waves = wavesOf(scenario);
  const brief = kindsOf(waves).map((kind) => {
    const own = waves.filter((wave) => wave.kind === kind);
    const inTurn = own.length > 1 ? ', one after the other' : '';
    return `${code(kind.id)} of ${ranged(own.flatMap(({ roles }) => roles))}${inTurn}`;
  });
  return brief.join('; ') || 'none';
}

const kindsOf = (waves: readonly Wave[]): FaultKind[] => [...new Set(waves.map(({ kind }) => kind))];

const onRoles = ({ kind, roles }: Wave): string => `${code(kind.id)} of ${ranged(roles)}`;

function what(scenario: Scenario): string[] {
  if (scenario.provocation) return [provocation(scenario.provocation)];
  const waves = wavesOf(scenario);
  const [only, ...others] = waves;
  if (!only) return ['None.'];
  const effects = kindsOf(waves).map((kind) => `${code(kind.id)}: ${clause(kind.summary)}`);
  return [
    others.length === 0
      ? wrapped(sentence(`${onRoles(only)}: ${clause(only.kind.summary)}`))
      : [
          'One after the other:',
          numbered(waves.map(onRoles)),
          effects.length > 1 ? bullets(effects) : wrapped(sentence(effects[0]!)),
        ].join('\n\n'),
    bullets(circumstances(scenario, waves)),
  ];
}

function provocation(steps: NonNullable<Scenario['provocation']>): string {
  const told = [...new Set(steps.map((step) => tellStep(step)))].join(', ');
  return wrapped(
    `While all others stand still, visitor 1 asks for ${told}. Then all make the requests of the fault.`,
  );
}

/** When it is injected and healed, and whom it concerns. */
function circumstances({ fault, concernsStore }: Scenario, waves: readonly Wave[]): string[] {
  const { afterMs, atLeastMs, stays } = fault!;
  const healed = waves.some(({ kind }) => kind.lasting);
  const standing = 'every visitor stands between two requests';
  const hit = waves.flatMap(({ roles }) => roles);
  const concerned = strategies.filter(
    (strategy) => concernsStore?.(strategy) ?? strategy.store.servers.some((role) => hit.includes(role)),
  );
  return [
    afterMs === undefined
      ? `injected while ${standing}`
      : `injected ${lasting(afterMs)} after the visitors began to make the requests of the fault: some are under way`,
    healed &&
      !stays &&
      `healed when every visitor has made his requests${afterMs === undefined ? '' : ' of that phase'}`,
    stays && 'a change and no accident: undone only when the visitors have had their last look',
    !healed && !stays && 'over when it has been done: nothing is left to heal',
    atLeastMs !== undefined && `in force for at least ${lasting(atLeastMs)}`,
    concerned.length > 0 && `concerns the own store of ${named(concerned)}`,
  ].filter((text) => typeof text === 'string');
}

function surroundings({ settings }: Scenario): string[] {
  const set = Object.entries(settings ?? {}).map(([name, value]) => code(`${name}=${value}`));
  return set.length > 0 ? [wrapped(`Set for this scenario, and put back after it: ${set.join(', ')}.`)] : [];
}
