/** The text with blanks for line breaks, and with a visible sign for every character that could steer a terminal or turn
 * the direction of writing: reasons quote what servers and clients sent. */
export function printable(text: string): string {
  return text.replace(/\s/gu, ' ').replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, '\ufffd');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that means itself in HTML, between tags and in quoted attributes. */
export const forHtml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** Text that means itself in GitHub's Markdown, also in a table; nobody is mentioned, no issue is linked. */
export const forMarkdown = (text: string): string =>
  printable(text)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/[&<>]/g, (character) => ENTITIES[character]!)
    .replace(/([@#])(?=\w)/g, '$1\u200b');

/** A fenced block whose fence is longer than any run of backticks inside. */
export function codeBlock(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${printable(text)}\n${fence}`;
}
