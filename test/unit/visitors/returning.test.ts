import { expect } from 'chai';
import { strategies } from '../../../cli/catalog/index.js';
import { type Operation, type Person, people, returning, type Strategy } from '../../../cli/core/index.js';
import { startClock } from '../../../cli/engine/index.js';
import { hostOf } from '../../../cli/visitors/visitor.js';
import { Edge, json, type Serve } from './edge.js';

const [anna] = returning(1, 1) as [Person];
const BY_ROUTE = ['cookie-hash', 'consistent-hash-cookie', 'ketama-cookie'];
const cookieHash = strategies.find(({ id }) => id === 'cookie-hash')!;

interface Visit {
  readonly operations: readonly Operation[];
  /** The Cookie header of each request. */
  readonly cookies: readonly (string | undefined)[];
}

/** Asks for two pages. */
async function visit(person: Person, strategy: Strategy, serve?: Serve): Promise<Visit> {
  await using edge = await Edge.open(serve);
  const invite = hostOf({
    entrance: { host: '127.0.0.1', port: edge.port },
    url: ({ id }) => `http://${id}.localhost:8080`,
    clock: startClock(),
    run: 'a-run',
  });
  const visitor = invite(person, strategy);
  const where = { scenario: 'calm', phase: 'arrange' } as const;
  const ask = (path: string) => visitor.act({ method: 'GET', path }, where);
  const operations = [await ask('/'), await ask('/cart')];
  visitor.leave();
  return { operations, cookies: edge.asked.map(({ headers }) => headers.cookie) };
}

describe('a visitor who was here before', () => {
  for (const strategy of strategies) {
    const looks = BY_ROUTE.includes(strategy.id);
    it(`${looks ? 'brings' : 'brings no'} route cookie to ${strategy.id}`, async () => {
      const { cookies } = await visit(anna, strategy);
      const brought = looks ? `route=${anna.route}` : undefined;
      expect(cookies).to.deep.equal([brought, brought]);
    });
  }

  it('has it on record as a hash, from his first request on', async () => {
    const { operations } = await visit(anna, cookieHash);
    for (const { sent } of operations) {
      expect(Object.keys(sent!)).to.deep.equal(['route']);
      expect(sent!['route']).to.match(/^[0-9a-f]{12}$/);
    }
    expect(JSON.stringify(operations)).not.to.include(anna.route);
  });

  it('takes the one that nginx gives him instead', async () => {
    const { cookies } = await visit(anna, cookieHash, (_, reply) =>
      json(reply, {}, { 'set-cookie': 'route=another; Path=/' }),
    );
    expect(cookies).to.deep.equal([`route=${anna.route}`, 'route=another']);
  });

  it('keeps it beside the cookie of his session', async () => {
    const { cookies } = await visit(anna, cookieHash, (_, reply) =>
      json(reply, {}, { 'set-cookie': 'PHPSESSID=abc; Path=/' }),
    );
    expect(cookies[1]!.split('; ').sort()).to.deep.equal(['PHPSESSID=abc', `route=${anna.route}`]);
  });

  it('is another one than he who comes for the first time, and brings nothing', async () => {
    const { cookies } = await visit(people(1, 1)[0]!, cookieHash);
    expect(cookies).to.deep.equal([undefined, undefined]);
  });
});
