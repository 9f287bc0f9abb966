import { EXIT, LabError, type Strategy } from '../core/index.js';
import { oneOff } from './one-off.js';

/**
 * Strategies whose directive this nginx does not know, by id, with the reason: nginx itself is asked.
 * @param image tag of the nginx image.
 */
export async function unknownToNginx(
  lab: string,
  image: string,
  strategies: readonly Strategy[],
): Promise<Record<string, string>> {
  const special = strategies.filter(({ balancer }) => balancer.needs);
  const answers = await Promise.all(special.map(({ balancer }) => whyNot(lab, image, balancer.needs!)));
  return Object.fromEntries(
    special.flatMap(({ id }, i) => (answers[i] === undefined ? [] : [[id, answers[i]]])),
  );
}

async function whyNot(
  lab: string,
  image: string,
  { directive, since }: NonNullable<Strategy['balancer']['needs']>,
): Promise<string | undefined> {
  const configuration = `events {} http { upstream u { server 127.0.0.1; ${directive}; } }`;
  const ask = 'nginx -v; printf "%s" "$1" > /tmp/nginx.conf && nginx -t -c /tmp/nginx.conf';
  const { exitCode, output } = await oneOff(lab, image, ['sh', '-c', ask, 'sh', configuration]);
  // Whatever it says of the directive's parameters, it knows the directive.
  if (exitCode === 0 || output.includes(`"${directive}" directive`)) return undefined;
  if (!output.includes(`unknown directive "${directive}"`)) throw noAnswer(directive, output);
  const version = /nginx version: nginx\/(\S+)/.exec(output)?.[1];
  return `needs ${since}; this one is nginx ${version ?? 'of an unknown version'}`;
}

const noAnswer = (directive: string, said: string): LabError =>
  new LabError({
    subject: 'nginx',
    reason: `could not be asked whether it knows the directive ${directive}`,
    hint: '`lab doctor` shows whether containers can be started.',
    exitCode: EXIT.environment,
    details: said.split('\n').slice(-5),
  });
