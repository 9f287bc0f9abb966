import type { FaultKind } from '../core/index.js';
import { serverGone } from './server-gone.js';

export const crash: FaultKind = {
  id: 'crash',
  summary: 'The server process is killed; container and address stay, and connections are refused at once.',
  ...serverGone('crash'),
};
