import type { Balancer } from '../core/index.js';

export const balancers = {
  round_robin: { id: 'round_robin', method: 'round_robin', key: 'none', directive: '(none: round robin)' },
  ip_hash: { id: 'ip_hash', method: 'ip_hash', key: 'address', directive: 'ip_hash' },
  consistent_hash: {
    id: 'consistent_hash',
    method: 'consistent_hash',
    key: 'uri',
    directive: 'consistent_hash $request_uri',
  },
} as const satisfies Record<string, Balancer>;
