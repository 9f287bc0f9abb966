import { stripVTControlCharacters } from 'node:util';

/** One line, single blanks. */
export const flat = (text: string): string => stripVTControlCharacters(text).replace(/\s+/g, ' ');

/** What a reader sees of HTML. */
export const textOf = (html: string): string =>
  flat(
    html
      .replace(/<style>.*?<\/style>/s, '')
      .replace(/<(?!\/?(span|b|code)\b)[^>]*>/g, ' ')
      .replace(/<[^>]*>/g, ''),
  )
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .trim();

/** The sections of cells with that verdict, or all. */
export const articles = (html: string, verdict = ''): string[] =>
  (html.match(/<article .*?<\/article>/gs) ?? []).filter((article) =>
    new RegExp(`^<article class="cell ${verdict === 'n/a' ? 'na' : verdict}`).test(article),
  );

/** Every string in a value, its keys included, put through a function. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return change(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value) as T;
}
