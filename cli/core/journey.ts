import type { Step } from './operation.js';
import type { Journey, Person } from './scenario.js';

const read = (path: string): Step => ({ method: 'GET', path });
const login = (person: Person): Step => ({
  method: 'POST',
  path: '/login',
  form: { user: person.user },
  writes: 'login',
});
const buy = (item: string): Step => ({ method: 'POST', path: '/cart/items', form: { item }, writes: 'cart' });
const count: Step = { method: 'POST', path: '/counter?ms=5', writes: 'counter' };

/** A visitor looks at the same few articles all the time, so that a hash of the address of a page means something. */
const article = (person: Person): Step => read(`/catalog/${1 + (person.number % 12)}`);

/** A visit to the shop: every page of it, with reads and writes in turn. */
export const shopping: Journey = {
  arrange: (person) => [read('/'), login(person), buy('tea'), count],
  calm: (person) => [
    read('/me'),
    article(person),
    count,
    read('/cart'),
    buy('cup'),
    read('/session'),
    read('/'),
    read('/me'),
  ],
  fault: (person) => [read('/me'), count, article(person), read('/cart'), buy('pot'), read('/me')],
  settle: (person) => [read('/me'), read('/cart'), article(person), read('/session')],
  after: () => [read('/me'), read('/cart'), count, read('/session'), read('/me')],
};
