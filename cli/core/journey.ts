import type { Step } from './operation.js';
import type { Journey, Person } from './scenario.js';

export const read = (path: string): Step => ({ method: 'GET', path });
export const login = (person: Person): Step => ({
  method: 'POST',
  path: '/login',
  form: { user: person.user },
  writes: 'login',
});
const buy = (item: string): Step => ({ method: 'POST', path: '/cart/items', form: { item }, writes: 'cart' });
/** Counts up, with that pause in milliseconds between reading the counter and writing it. */
export const count = (ms: number): Step => ({ method: 'POST', path: `/counter?ms=${ms}`, writes: 'counter' });

/** Articles are shown to everybody; every other page reads or writes the session. */
export const needsSession = (path: string): boolean => !/^\/(catalog\/|big-header\b)/.test(path);

/** A visitor looks at the same few articles all the time, so that a hash of the address of a page means something. */
const article = (person: Person): Step => read(`/catalog/${1 + (person.number % 12)}`);

/** A visit to the shop: every page of it, with reads and writes in turn. */
export const shopping: Journey = {
  arrange: (person) => [read('/'), login(person), buy('tea'), count(5)],
  calm: (person) => [
    read('/me'),
    article(person),
    count(5),
    read('/cart'),
    article(person),
    buy('cup'),
    read('/session'),
    read('/'),
    article(person),
    read('/me'),
  ],
  fault: (person) => [read('/me'), count(5), article(person), read('/cart'), buy('pot'), read('/me')],
  settle: (person) => [read('/me'), read('/cart'), article(person), read('/session')],
  after: () => [read('/me'), read('/cart'), count(5), read('/session'), read('/me')],
};
