import { pipeline } from 'node:stream/promises';
import { EXIT } from '../core/index.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Writes lines to stdout as they come. Ctrl-C ends it without a word, with exit code 130; a reader that has had enough
 * (`| head`) ends it as well.
 * @param lines is told by the signal that nobody reads any more.
 */
export async function printLines(lines: (signal: AbortSignal) => AsyncIterable<string>): Promise<void> {
  const end = new AbortController();
  const onSignal = () => {
    process.exitCode = EXIT.interrupted;
    end.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    await pipeline(withNewlines(lines(end.signal)), process.stdout, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  } finally {
    end.abort();
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

async function* withNewlines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
