import { forHtml } from '../characters.js';

/** A piece of HTML, told apart from text by its type. */
export class Markup {
  constructor(readonly source: string) {}
}

/** What may stand in a template: text is escaped, markup is not, nothing is left out, a list is joined. */
export type Part = Markup | string | number | undefined | null | false | readonly Part[];

/** The only way to make markup: whatever is put in is escaped, unless it was made here itself. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((source, string, i) => source + sourceOf(parts[i - 1]) + string));
}

function sourceOf(part: Part): string {
  if (part === undefined || part === null || part === false) return '';
  if (part instanceof Markup) return part.source;
  if (typeof part === 'string' || typeof part === 'number') return forHtml(`${part}`);
  return part.map(sourceOf).join('');
}

/** A sentence in which names with hyphens are not broken at them. */
export const unbroken = (sentence: string): Markup =>
  markup`${sentence.split(/([^\s;,.]+-[^\s;,.]+)/).map((part, i) => (i % 2 === 1 ? markup`<span class="unbroken">${part}</span>` : part))}`;

/** Text that only screen readers get. */
export const spoken = (text: string): Markup => markup`<span class="spoken">${text}</span>`;
