import { distance } from 'fastest-levenshtein';
import { EXIT, LabError } from '../core/index.js';
import { oneOff } from './one-off.js';

export type PhpSettings = Readonly<Record<string, string>>;

/** Reads its settings from $1, a php.ini, and says what PHP made of the keys after it. */
const ASK = `printf '%s' "$1" > /tmp/php.ini && shift && exec php -c /tmp/php.ini -r '
$known = array_keys(ini_get_all());
foreach (array_slice($argv, 1) as $key) { $taken[$key] = ini_get($key); }
echo "\\n", json_encode(["known" => $known, "taken" => $taken]);' -- "$@"`;

/** PHP's command line, which is asked, fixes these for itself, whatever php.ini says (php.net/manual/en/features.commandline.differences.php). */
const FIXED = [
  'display_errors',
  'html_errors',
  'implicit_flush',
  'max_execution_time',
  'max_input_time',
  'output_buffering',
  'register_argc_argv',
];

interface Answer {
  readonly known: readonly string[];
  readonly taken: Readonly<Record<string, string | false>>;
}

/**
 * Asks the PHP of the backends' image whether it knows the settings and takes their values.
 * @throws LabError exit 64 for a setting that it does not know, or refuses.
 */
export async function checkPhpSettings(lab: string, image: string, settings: PhpSettings): Promise<void> {
  const keys = Object.keys(settings);
  if (keys.length === 0) return;
  const { exitCode, output } = await oneOff(lab, image, ['sh', '-c', ASK, 'sh', iniFile(settings), ...keys]);
  const lines = output.split('\n').filter(Boolean);
  if (exitCode !== 0) throw noAnswer(lines);
  const { known, taken } = JSON.parse(lines.at(-1)!) as Answer;
  for (const [key, value] of Object.entries(settings)) {
    if (taken[key] === false) throw unknown(key, known);
    if (taken[key] !== value && !FIXED.includes(key)) throw refused(key, value, lines.slice(0, -1));
  }
}

const iniFile = (settings: PhpSettings): string =>
  Object.entries(settings)
    .map(([key, value]) => `${key} = "${value.replaceAll(/["\\]/g, '\\$&')}"\n`)
    .join('');

function unknown(key: string, known: readonly string[]): LabError {
  const nearest = [...known].sort((a, b) => distance(key, a) - distance(key, b)).slice(0, 3);
  return new LabError({
    subject: `PHP setting ${JSON.stringify(key)}`,
    reason: 'is not known to the PHP of the backends',
    hint: `Nearest: ${nearest.join(', ')}.`,
    exitCode: EXIT.usage,
  });
}

const noAnswer = (said: readonly string[]): LabError =>
  new LabError({
    subject: 'PHP of the backends',
    reason: 'could not be asked about its settings',
    hint: '`lab doctor` shows whether containers can be started.',
    exitCode: EXIT.environment,
    details: said.slice(-5),
  });

const refused = (key: string, value: string, said: readonly string[]): LabError =>
  new LabError({
    subject: `PHP setting ${key}`,
    reason: `PHP refuses the value ${JSON.stringify(value)}`,
    hint: 'Give a value that its manual names.',
    exitCode: EXIT.usage,
    details: said.slice(-5),
  });
