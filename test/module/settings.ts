import { Box } from './box.js';
import { type Build, forgetImages } from './builds.js';

/** LAB_MODULE_BUILD: another build than the two that are for use, `sanitized` say. */
const only = process.env['LAB_MODULE_BUILD'] as Build | undefined;

export const BUILDS: readonly Build[] = only ? [only] : ['static', 'dynamic'];

/** Keys that are looked up in each configuration: all of them in the build that most people have. */
export const keysIn = (build: Build): number => (build === 'static' ? 10_000 : 1000);

after(async () => {
  await Box.removeAll();
  await forgetImages();
});
