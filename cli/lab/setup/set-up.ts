import { EXIT, LabError } from '../../core/index.js';
import { carryOut } from './carry-out.js';
import type { Facts } from './facts.js';
import { look } from './look.js';
import { type Plan, plan } from './plan.js';
import type { Step } from './steps.js';

export interface SetUpOptions {
  /** Asked once, with everything that would be done. */
  readonly agree: (steps: readonly Step[]) => Promise<boolean>;
  readonly progress: (line: string) => void;
  /** Goes on without agreement where Docker works and only what makes a base image without a registry is missing. */
  readonly dockerIsEnough?: boolean;
}

/**
 * Looks, asks, does what is missing, and looks again.
 * @returns what is there in the end.
 * @throws LabError exit 3 where it cannot be done, is not agreed to, fails, or leaves something missing.
 */
export async function setUp({ agree, progress, dockerIsEnough = false }: SetUpOptions): Promise<Facts> {
  const found = await look();
  const planned = plan(found);
  if (planned.state === 'done') return found;
  if (planned.state === 'impossible') throw cannot(planned);
  if (!(await agree(planned.steps))) {
    if (planned.dockerWorks && dockerIsEnough) return found;
    throw refused();
  }
  await carryOut(planned.steps, progress);
  const after = await look();
  const left = plan(after);
  if (left.state === 'done') return after;
  throw left.state === 'impossible' ? cannot(left) : stillMissing(left.steps.length);
}

const cannot = ({ reason, install }: Extract<Plan, { state: 'impossible' }>) =>
  new LabError({ subject: 'Docker', reason, hint: sentence(install), exitCode: EXIT.environment });

const refused = () =>
  new LabError({
    subject: 'setup',
    reason: 'nothing was changed, for nobody agreed to the steps above',
    hint: 'Run `./lab setup --yes` to have them done.',
    exitCode: EXIT.environment,
  });

const stillMissing = (steps: number) =>
  new LabError({
    subject: 'setup',
    reason: `all steps were done, and ${steps} would still be needed`,
    hint: 'Run `./lab setup` to see which.',
    exitCode: EXIT.environment,
  });

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
