import type { Store } from '../core/index.js';

export const stores = {
  files: {
    id: 'files',
    module: 'files',
    servers: [],
    traits: { place: 'backend', persistent: true, locking: 'waits', revocable: true },
  },
  cookie_relay: {
    id: 'cookie_relay',
    module: 'user',
    servers: [],
    siteIncludes: ['large-cookies.conf'],
    traits: { place: 'relay', persistent: true, locking: 'waits', revocable: false },
  },
  cookie_sealed: {
    id: 'cookie_sealed',
    module: 'user',
    servers: [],
    siteIncludes: ['large-cookies.conf'],
    // What is left of 4,096 bytes for name and value of a cookie (RFC 6265bis, 5.6) after sealing and Base64.
    traits: { place: 'client', persistent: true, locking: 'none', revocable: false, sizeLimit: 2985 },
  },
  mysql: {
    id: 'mysql',
    module: 'user',
    servers: ['mysql'],
    // The column sess_data of Symfony's PdoSessionHandler is a BLOB: 65,535 bytes.
    traits: { place: 'server', persistent: true, locking: 'waits', revocable: true, sizeLimit: 65535 },
  },
  mysql_cluster: {
    id: 'mysql_cluster',
    module: 'user',
    servers: ['galera-1', 'galera-2', 'galera-3'],
    traits: { place: 'cluster', persistent: true, locking: 'gives-up', revocable: true, sizeLimit: 65535 },
  },
  memcache: {
    id: 'memcache',
    module: 'memcache',
    servers: ['memcache-1', 'memcache-2'],
    // Of memcached's largest item (-I, 1 MB), key and header included.
    traits: { place: 'server', persistent: false, locking: 'waits', revocable: true, sizeLimit: 1048576 },
  },
  memcached: {
    id: 'memcached',
    module: 'memcached',
    servers: ['memcached'],
    traits: { place: 'server', persistent: false, locking: 'gives-up', revocable: true, sizeLimit: 1048576 },
  },
  redis: {
    id: 'redis',
    module: 'redis',
    servers: ['redis'],
    traits: { place: 'server', persistent: true, locking: 'none', revocable: true },
  },
  redis_locked: {
    id: 'redis_locked',
    module: 'redis',
    servers: ['redis'],
    traits: { place: 'server', persistent: true, locking: 'waits', revocable: true },
  },
} as const satisfies Record<string, Store>;
