import type { Balancer } from '../core/index.js';

export const balancers = {
  round_robin: { id: 'round_robin', method: 'round_robin', key: 'none', directive: '' },
  ip_hash: { id: 'ip_hash', method: 'ip_hash', key: 'address', keyOf: 'network', directive: 'ip_hash' },
  ip_hash_split: {
    id: 'ip_hash_split',
    method: 'ip_hash',
    key: 'address',
    keyOf: 'network',
    split: true,
    directive: 'ip_hash',
  },
  hash_uri: { id: 'hash_uri', method: 'hash', key: 'uri', directive: 'hash $request_uri' },
  hash_cookie: { id: 'hash_cookie', method: 'hash', key: 'cookie', directive: 'hash $route' },
  consistent_hash: {
    id: 'consistent_hash',
    method: 'consistent_hash',
    key: 'uri',
    directive: 'consistent_hash $request_uri',
  },
  consistent_hash_ip: {
    id: 'consistent_hash_ip',
    method: 'consistent_hash',
    key: 'address',
    keyOf: 'address',
    directive: 'consistent_hash $remote_addr',
  },
  consistent_hash_cookie: {
    id: 'consistent_hash_cookie',
    method: 'consistent_hash',
    key: 'cookie',
    directive: 'consistent_hash $route',
  },
  ketama_cookie: {
    id: 'ketama_cookie',
    method: 'hash_consistent',
    key: 'cookie',
    directive: 'hash $route consistent',
  },
  sticky: {
    id: 'sticky',
    method: 'sticky',
    key: 'cookie',
    directive: 'sticky cookie',
    needs: { directive: 'sticky', since: 'nginx 1.29.6' },
  },
} as const satisfies Record<string, Balancer>;
