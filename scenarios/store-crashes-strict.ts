import type { Case, Expectation, Scenario } from '../cli/core/index.js';
import { storeCrashes } from './store-crashes.js';

export const storeCrashesStrict: Scenario = {
  ...storeCrashes,
  id: 'store-crashes-strict',
  obligation:
    'A visitor who logged in is still logged in after the session store has died for 5 s, where PHP accepts only session ids that it finds in the store.',
  settings: { 'session.use_strict_mode': '1' },
  seconds: 24,
  expect: expectStrict,
};

function expectStrict(here: Case): Expectation {
  const away = storeCrashes.expect(here);
  if (away.verdict !== 'degrades' || here.strategy.store.module !== 'redis') return away;
  return {
    ...away,
    verdict: 'breaks',
    because:
      'the redis module asks a store that is away whether it knows the session id, takes its silence for a no, and PHP gives the visitor a new id: his session is there again after 5 s, and he has lost the key to it',
    source: 'php.net/manual/en/session.configuration.php#ini.session.use-strict-mode',
  };
}
