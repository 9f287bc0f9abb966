import { Agent, request } from 'node:http';

/** An answer of the nginx under test. */
export interface Answer {
  readonly status: number;
  /** What the backend says that it is: its address as the configuration writes it. */
  readonly body: string;
  /** nginx's $upstream_addr: every server that was tried, in their order. */
  readonly tried: readonly string[];
  /** nginx's process that answered. */
  readonly worker?: string | undefined;
  /** Where the connection broke. */
  readonly error?: string;
}

/** What a test sends. */
export interface Question {
  readonly path: string;
  readonly method?: string;
  /** Values as bytes, one a character. */
  readonly headers?: Readonly<Record<string, string>>;
}

export const TRIED = 'x-tried';

/** Asks 127.0.0.1, at most so many questions at a time over kept connections; answers in the order of the questions. */
export async function ask(
  port: number,
  questions: readonly (Question | string)[],
  atOnce = 16,
): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const answers: Answer[] = [];
  let next = 0;
  const lane = async () => {
    while (next < questions.length) {
      const i = next++;
      const question = questions[i]!;
      answers[i] = await askOne(port, agent, typeof question === 'string' ? { path: question } : question);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, questions.length) }, lane));
  } finally {
    agent.destroy();
  }
  return answers;
}

const askOne = (port: number, agent: Agent, { path, method = 'GET', headers = {} }: Question) =>
  new Promise<Answer>((resolve) => {
    const failed = (error: Error) => resolve({ status: 0, body: '', tried: [], error: error.message });
    request({ host: '127.0.0.1', port, agent, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('error', failed);
      response.on('end', () => {
        const tried = response.headers[TRIED];
        resolve({
          status: response.statusCode!,
          body: body.trim(),
          worker: response.headers['x-worker'] as string | undefined,
          tried: typeof tried === 'string' ? tried.split(/, | : /) : [],
        });
      });
    })
      .on('error', failed)
      .end();
  });
