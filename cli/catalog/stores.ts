import type { Store } from '../core/index.js';

export const stores = {
  files: {
    id: 'files',
    module: 'files',
    servers: [],
    traits: { place: 'backend', persistent: true, locking: true, revocable: true },
  },
  cookie_sealed: {
    id: 'cookie_sealed',
    module: 'user',
    servers: [],
    // RFC 6265, 6.1: browsers keep at least 4,096 bytes a cookie, name, value and attributes together.
    traits: { place: 'client', persistent: true, locking: false, revocable: false, sizeLimit: 4096 },
  },
  redis: {
    id: 'redis',
    module: 'redis',
    servers: ['redis'],
    traits: { place: 'server', persistent: true, locking: false, revocable: true },
  },
} as const satisfies Record<string, Store>;
