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
    // What is left of 4,096 bytes for name and value of a cookie (RFC 6265bis, 5.6) after sealing and Base64.
    traits: { place: 'client', persistent: true, locking: false, revocable: false, sizeLimit: 2985 },
  },
  redis: {
    id: 'redis',
    module: 'redis',
    servers: ['redis'],
    traits: { place: 'server', persistent: true, locking: false, revocable: true },
  },
} as const satisfies Record<string, Store>;
