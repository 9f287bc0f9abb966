import { strategies } from '../../cli/catalog/index.js';
import type { Scenario } from '../../cli/core/index.js';
import { named, wrapped } from './words.js';

/** The part on the strategies that tell whether the experiment can be believed. */
export function controls({ isControl, isNegativeControl, fault, provocation }: Scenario): string {
  const undisturbed = isControl ? strategies.filter(isControl) : [];
  const breaking = isNegativeControl ? strategies.filter(isNegativeControl) : [];
  const told = [
    undisturbed.length > 0 &&
      `They hold \`calm\`, and the fault cannot concern them: ${named(undisturbed)}. If one of them loses a session or answers as a guest, the row is \`unknown\`.`,
    undisturbed.length === 0 && (fault || provocation) && 'None: no strategy is out of its reach.',
    breaking.length > 0 &&
      `Negative control: ${named(breaking)} must break. If it does not, every cell of the run is \`unknown\`.`,
  ].filter((text) => typeof text === 'string');
  return ['## Controls', ...(told.length > 0 ? told : ['None.']).map((text) => wrapped(text))].join('\n\n');
}
