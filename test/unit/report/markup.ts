/** Tags and names of attributes in their order: what escaped text can never change. */
export const shape = (html: string): string[] =>
  [...html.matchAll(/<(\/?[a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, tag, attributes]) => `${tag} ${attributes!.match(/[a-z-]+(?==")/gi)?.join(' ') ?? ''}`,
  );

/** Tags that are still open at the end, or were closed by another one. */
export function unclosed(html: string): string[] {
  const open: string[] = [];
  for (const [, slash, tag, rest] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/gi)) {
    if (['meta', 'input', 'br'].includes(tag!) || rest!.endsWith('/')) continue;
    if (slash !== '/') open.push(tag!);
    else if (open.pop() !== tag) return [...open, `</${tag}>`];
  }
  return open;
}

/** Contrast of two colours `#rrggbb` as WCAG 2 has it, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Relative luminance as WCAG 2 has it. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
