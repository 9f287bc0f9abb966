/** Reads lines such as `sessions 24`; whatever else a store says is no number. */
export function numbersIn(text: string): Record<string, number> {
  const lines = [...text.matchAll(/^(\w+) (\d+)$/gm)];
  return Object.fromEntries(lines.map(([, name, value]) => [name!, Number(value)]));
}
