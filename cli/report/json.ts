import type { Format } from '../core/index.js';

/** The run exactly as it was saved. */
export const json: Format = ({ run }) => `${JSON.stringify(run, null, 2)}\n`;
