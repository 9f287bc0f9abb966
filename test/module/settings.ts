import { claim, release } from '../../cli/lab/owner.js';
import { Box, TESTS } from './box.js';
import { type Build, forgetImages } from './builds.js';

const USED: readonly Build[] = ['static', 'dynamic'];
const WATCHED: readonly Build[] = ['sanitized'];

function chosen(): readonly Build[] {
  const name = process.env['LAB_MODULE_BUILD'];
  if (name === undefined) return USED;
  const build = [...USED, ...WATCHED].find((one) => one === name);
  if (build) return [build];
  throw new Error(`LAB_MODULE_BUILD: ${name}: choose ${[...USED, ...WATCHED].join(', ')}`);
}

/** LAB_MODULE_BUILD: only this one. */
export const BUILDS = chosen();

/** Keys that are looked up in each configuration: all of them in the build that most people have. */
export const keysIn = (build: Build): number => (build === 'static' ? 10_000 : 1000);

// `lab gc` spares what somebody is at work on.
before(() => claim(TESTS));
after(async () => {
  await Box.removeAll();
  await forgetImages();
  await release(TESTS);
});
