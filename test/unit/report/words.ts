import type { ReportInput } from '../../../cli/core/index.js';

/** What the catalogue says of everything in the demo. */
export const words: Pick<ReportInput, 'strategies' | 'scenarios'> = {
  strategies: {
    none: {
      title: 'round robin, session files on each backend: the problem itself',
      directive: '(none: round robin)',
      store: 'files',
    },
    redis: {
      title: "PHP's redis extension at its defaults, one Redis for all backends",
      directive: '(none: round robin)',
      store: 'redis',
    },
    'ip-hash': {
      title: "nginx's ip_hash, session files on each backend",
      directive: 'ip_hash',
      store: 'files',
    },
    'consistent-hash': {
      title: 'consistent_hash $request_uri, session files on each backend',
      directive: 'consistent_hash $request_uri',
      store: 'files',
    },
    'cookie-sealed': {
      title: 'the whole session in an authenticated, encrypted cookie',
      directive: '(none: round robin)',
      store: 'cookie_sealed',
    },
  },
  scenarios: {
    calm: {
      obligation: 'A visitor who logged in stays logged in over every page of the shop.',
      steps: ['Every visitor logs in and fills a cart.', 'Every visitor walks over all pages of the shop.'],
    },
    'backend-crashes': {
      obligation: 'A visitor who logged in stays logged in when one backend dies.',
      steps: [
        'Every visitor logs in, fills a cart and walks over the shop.',
        'The web server of backend-1 is killed: its address refuses connections.',
        'Every visitor walks on.',
        'The web server is started again, and the visitors go on until all is settled.',
      ],
    },
    'store-restarts': {
      obligation: 'A visitor who logged in stays logged in when the session store is restarted.',
      steps: [
        'Every visitor logs in and fills a cart.',
        'Every store is stopped and started again.',
        'Every visitor walks on.',
      ],
    },
  },
};
