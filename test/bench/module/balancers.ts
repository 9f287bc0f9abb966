/** What is compared: names as nginx's documentation writes them, and the directive in the upstream. */
export const BALANCERS: Readonly<Record<string, string>> = {
  'hash … consistent': 'hash $request_uri consistent;',
  consistent_hash: 'consistent_hash $request_uri;',
  'consistent_hash … even': 'consistent_hash $request_uri even;',
  ip_hash: 'ip_hash;',
  'round robin': '',
};

export const NAMES = Object.keys(BALANCERS);

/** The one that all others are compared with. */
export const REFERENCE = NAMES[0]!;

const BACKEND_PORT = 8000;

/** An upstream of so many servers, whose addresses are all loopback's. */
export function upstream(name: string, balancer: string, servers: number, below = ''): string {
  const lines = Array.from(
    { length: servers },
    (_, n) => `server 127.1.${n >> 7}.${(n & 127) + 1}:${BACKEND_PORT};`,
  );
  return `upstream ${name} {\n${BALANCERS[balancer]}\n${lines.join('\n')}\n${below}\n}\n`;
}

/** One small answer at every address, on connections that stay. */
export const BACKENDS = `keepalive_requests 100000000;
server { listen ${BACKEND_PORT} backlog=4096; location / { return 200 "ok"; } }`;

/** Takes a visitor's address from a header. */
export const VISITORS = 'set_real_ip_from 0.0.0.0/0; real_ip_header X-Client;';
