import { EXIT, LabError } from '../../cli/core/index.js';

const PART = /<!-- generated: (\S+) -->\n+([\s\S]*?)\n*<!-- \/generated -->/g;

/** A part of a page that is computed; everything outside of such parts is written by people. */
const part = (name: string, body: string): string =>
  `<!-- generated: ${name} -->\n\n${body}\n\n<!-- /generated -->`;

/** The computed parts of a page by name, in their order. */
export const partsOf = (page: string): Map<string, string> =>
  new Map([...page.matchAll(PART)].map(([, name, body]) => [name!, body!]));

/** A page to begin with: its parts, and nothing of people's own. */
export const bare = (parts: ReadonlyMap<string, string>): string =>
  `${[...parts].map(([name, body]) => part(name, body)).join('\n\n')}\n`;

/**
 * The page with these parts in place of the same ones that it has.
 * @throws LabError exit 64 where it has no place for one.
 */
export function filled(path: string, page: string, parts: ReadonlyMap<string, string>): string {
  const there = partsOf(page);
  const missing = [...parts.keys()].filter((name) => !there.has(name));
  if (missing.length > 0)
    throw new LabError({
      subject: path,
      reason: `has no place for ${missing.join(', ')}`,
      hint: `Put two lines where it belongs: "<!-- generated: ${missing[0]} -->" and "<!-- /generated -->".`,
      exitCode: EXIT.usage,
    });
  return page.replaceAll(PART, (old, name: string) => {
    const body = parts.get(name);
    return body === undefined ? old : part(name, body);
  });
}
