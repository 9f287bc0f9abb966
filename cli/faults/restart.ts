import type { FaultKind } from '../core/index.js';
import { serverGone } from './server-gone.js';

export const restart: FaultKind = {
  id: 'restart',
  summary: 'The server is asked to stop, which it does in its own time and order; healing starts it again.',
  ...serverGone('stop'),
};
