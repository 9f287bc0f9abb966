import {
  inSameNetwork,
  type Person,
  type Scenario,
  type Step,
  type VisitPhase,
} from '../../cli/core/index.js';
import { listed } from '../../cli/report/words.js';
import { backendCrashes } from '../../scenarios/backend-crashes.js';
import { calm } from '../../scenarios/calm.js';
import { peopleOf, STANDARD, wavesOf } from './standard.js';
import { bullets, code, times, wrapped } from './words.js';

/** Pages to which the others point, where they ask for the same. */
const MODELS = [calm, backendCrashes];

const modelsFor = (scenario: Scenario): Scenario[] =>
  MODELS.slice(0, MODELS.includes(scenario) ? MODELS.indexOf(scenario) : undefined);

/** The part on who takes part, and what each of them asks for. */
export function requests(scenario: Scenario): string {
  const phases = phasesOf(scenario);
  const model = modelsFor(scenario).find(
    (other) => phases.length === phasesOf(other).length && phases.every(equals(scenario, other)),
  );
  const body = model
    ? wrapped(`The requests of each visitor are those of ${linkTo(model)}.`)
    : `Requests of each visitor:\n\n${bullets(phaseItems(scenario))}`;
  return [...who(scenario), body].join('\n\n');
}

const linkTo = ({ id }: Scenario): string => `[${code(id)}](${id}.md)`;

const phasesOf = (scenario: Scenario): VisitPhase[] =>
  scenario.fault || scenario.provocation
    ? ['arrange', 'calm', 'fault', 'settle', 'after']
    : ['arrange', 'calm', 'after'];

const equals = (one: Scenario, other: Scenario) => (phase: VisitPhase) =>
  tell(one, phase) === tell(other, phase);

/** One item a phase; phases that are those of the same other page share one. */
function phaseItems(scenario: Scenario): string[] {
  const items: { phases: VisitPhase[]; text: string }[] = [];
  for (const phase of phasesOf(scenario)) {
    const text = modelsFor(scenario).reduce(
      (told, model) => pointingTo(model, phase, told),
      tell(scenario, phase),
    );
    const same = items.find((item) => item.text === text);
    if (same) same.phases.push(phase);
    else items.push({ phases: [phase], text });
  }
  return items.map(({ phases, text }) => `${phases.join(', ')}: ${text}`);
}

/** Points to the other page instead, where it tells the same, and perhaps goes on from another address. */
function pointingTo(model: Scenario, phase: VisitPhase, told: string): string {
  const there = phasesOf(model).includes(phase) ? tell(model, phase) : undefined;
  if (there === undefined || (told !== there && !told.startsWith(`${there}${THEN}`))) return told;
  return `as in ${linkTo(model)}${told.slice(there.length)}`;
}

/** Between requests from one address and those from the next. */
const THEN = '; then, ';

/** What the visitors ask for in a phase; of each group of them where they ask for different things. */
function tell(scenario: Scenario, phase: VisitPhase): string {
  const groups = new Map<string, Person[]>();
  for (const person of peopleOf(scenario)) {
    const text = tellSteps(scenario.journey[phase](person), person);
    groups.set(text, [...(groups.get(text) ?? []), person]);
  }
  const told = [...groups].map(([text, group], i) => {
    if (groups.size === 1) return text;
    return i === groups.size - 1 ? `of all others ${text}` : `of ${numbersOf(group)} ${text}`;
  });
  const often =
    phase === 'settle' && told.join('') !== NOTHING
      ? 'one a second of '
      : phase === 'fault' && wavesOf(scenario).length > 1
        ? 'each time '
        : '';
  return `${often}${told.join('; ')}`;
}

const numbersOf = (group: readonly Person[]): string => {
  const numbers = group.map(({ number }) => number);
  const [first, last] = [numbers[0]!, numbers.at(-1)!];
  if (numbers.length === 1) return `visitor ${first}`;
  return last - first === numbers.length - 1
    ? `visitors ${first} to ${last}`
    : `visitors ${listed(numbers.map(String))}`;
};

const NOTHING = 'nothing';

function tellSteps(steps: readonly Step[], person: Person): string {
  if (steps.length === 0) return NOTHING;
  const parts: string[] = [];
  for (let at = 0; at < steps.length; ) {
    const from = steps[at]!.from;
    const end = steps.findIndex((step, i) => i >= at && step.from !== from);
    const stretch = steps.slice(at, end < 0 ? steps.length : end);
    parts.push(`${whereFrom(from, person)}${rhythm(chains(stretch))}`);
    at += stretch.length;
  }
  return parts.join(THEN);
}

const whereFrom = (from: string | undefined, { address }: Person): string =>
  from === undefined || from === address
    ? ''
    : inSameNetwork(from, address)
      ? 'from another address of his /24, '
      : 'from an address in another network, ';

/** Requests with those that follow on them at once. */
function chains(steps: readonly Step[]): string[] {
  const told: string[] = [];
  steps.forEach((step, i) => {
    const text = tellStep(step);
    if (steps[i - 1]?.atOnce) told.push(`${told.pop()} and at once ${text}`);
    else told.push(text);
  });
  return told;
}

/** Visitors have articles of their own. */
const OWN_PAGE = /^(\/catalog\/)\d+$/;

export function tellStep({ method, path, parallel = 1 }: Step): string {
  const request = code(`${method} ${path.replace(OWN_PAGE, '$1<his own>')}`);
  return parallel > 1 ? `${times(parallel)} at the same moment ${request}` : request;
}

/** A few things one after the other; what is done again and again is told once. */
function rhythm(told: readonly string[]): string {
  if (told.length > 2 && told.every((text) => text === told[0])) return `${times(told.length)} ${told[0]}`;
  const parts: { text: string; count: number }[] = [];
  for (const text of told) {
    const last = parts.at(-1);
    if (last?.text === text) last.count += 1;
    else parts.push({ text, count: 1 });
  }
  return parts.map(({ text, count }) => (count > 1 ? `${text} ${times(count)}` : text)).join(', ');
}

/** What is unusual about the visitors. */
function who(scenario: Scenario): string[] {
  const cast = peopleOf(scenario);
  const inOneNetwork = cast.every(({ address }) => inSameNetwork(address, cast[0]!.address));
  const said = [
    cast.length !== STANDARD.visitors && howMany(scenario),
    inOneNetwork && 'All visitors have addresses of one /24.',
    cast.every(({ route }) => route !== undefined) &&
      'Every visitor brings a route cookie along from an earlier visit, of which it is known where a balancer sends it.',
    scenario.inFlight !== undefined &&
      `At most ${scenario.inFlight} requests are under way at the same moment, over all strategies.`,
  ].filter((text) => typeof text === 'string');
  return said.length > 0 ? [wrapped(said.join(' '))] : [];
}

function howMany(scenario: Scenario): string {
  const [few, usual, many] = [1, STANDARD.visitors, 2 * STANDARD.visitors].map(
    (visitors) => peopleOf(scenario, visitors).length,
  );
  if (usual !== many) return `${usual} visitors take part.`;
  return few === usual
    ? `${usual} visitors take part, whatever \`--visitors\` says.`
    : `${usual} visitors take part at most.`;
}
