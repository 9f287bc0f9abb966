import { expect } from 'chai';
import { findStrategy } from '../../../cli/catalog/index.js';
import {
  type Operation,
  type Person,
  people,
  type Step,
  TIMED_OUT,
  type Visitor,
} from '../../../cli/core/index.js';
import { startClock } from '../../../cli/engine/index.js';
import { DEADLINE_MS, hostOf } from '../../../cli/visitors/visitor.js';
import { Edge, json, type Serve } from './edge.js';

const [anna, bert] = people(2, 1) as [Person, Person];
const me: Step = { method: 'GET', path: '/me' };
const login: Step = { method: 'POST', path: '/login', form: { user: 'visitor-1' }, writes: 'login' };
const buy: Step = { method: 'POST', path: '/cart/items', form: { item: 'tea & cups=2' }, writes: 'cart' };
const where = { scenario: 'calm', phase: 'calm' } as const;

interface Guest extends Visitor, Disposable {
  go(step?: Step): Promise<Operation>;
}

/** A visitor of one strategy at that door, who leaves when the test is over. */
function visitor(edge: Pick<Edge, 'port'>, { person = anna, strategy = 'redis' } = {}): Guest {
  const invite = hostOf({
    entrance: { host: '127.0.0.1', port: edge.port },
    url: ({ id }) => `http://${id}.localhost:8080`,
    clock: startClock(),
    run: 'a-run',
  });
  const guest = invite(person, findStrategy(strategy)!);
  return Object.assign(guest, {
    go: (step: Step = me) => guest.act(step, where),
    [Symbol.dispose]: () => guest.leave(),
  });
}

/** Runs a test with a server and one visitor of it. */
const withGuest =
  (serve: Serve | undefined, test: (guest: Guest, edge: Edge) => Promise<void>): (() => Promise<void>) =>
  async () => {
    await using edge = await Edge.open(serve);
    using guest = visitor(edge);
    await test(guest, edge);
  };

const setting =
  (...cookies: readonly string[]): Serve =>
  ({ path }, reply) =>
    json(reply, {}, path === '/login' ? { 'set-cookie': [...cookies] } : {});

const everywhere = (cookie: string): string => `${cookie}; Path=/`;

const cookiesAt = (edge: Edge, n: number): string | undefined => edge.asked[n]!.headers.cookie;

/** Visitors lose patience after so many milliseconds instead of 5 s; tells for how long they wanted to wait. */
function impatience(ms: number): Disposable & { readonly wanted: number[] } {
  const { timeout } = AbortSignal;
  const wanted: number[] = [];
  AbortSignal.timeout = (given) => {
    wanted.push(given);
    return timeout.call(AbortSignal, ms);
  };
  return {
    wanted,
    [Symbol.dispose]: () => {
      AbortSignal.timeout = timeout;
    },
  };
}

describe('a visitor', () => {
  describe('on the wire', () => {
    it(
      'states his address in the first line of his connection',
      withGuest(undefined, async (guest, edge) => {
        await guest.go();
        const [, source, ...rest] = /^PROXY TCP4 (\S+) (\S+) \d+ (\d+)$/.exec(edge.asked[0]!.proxy) ?? [];
        expect([source, ...rest]).to.deep.equal([anna.address, '127.0.0.1', String(edge.port)]);
      }),
    );

    it(
      'keeps his connection, and states his address once',
      withGuest(undefined, async (guest, edge) => {
        for (let n = 0; n < 3; n++) await guest.go();
        expect(edge.asked.map(({ connection }) => connection)).to.deep.equal([1, 1, 1]);
      }),
    );

    it('has a connection and an address of his own', async () => {
      await using edge = await Edge.open();
      using one = visitor(edge, { person: anna });
      using two = visitor(edge, { person: bert });
      await one.go();
      await two.go();
      expect(edge.asked.map(({ connection }) => connection)).to.deep.equal([1, 2]);
      expect(edge.asked[1]!.proxy).to.include(` ${bert.address} `);
    });

    it(
      'connects anew with another address where it has changed, and closes what he had',
      withGuest(undefined, async (guest, edge) => {
        const there = { ...me, from: '198.19.7.7' };
        const operations = [await guest.go(), await guest.go(there), await guest.go(there), await guest.go()];
        expect(edge.asked.map(({ connection }) => connection)).to.deep.equal([1, 2, 2, 3]);
        const addresses = [anna.address, '198.19.7.7', '198.19.7.7', anna.address];
        expect(edge.asked.map(({ proxy }) => proxy.split(' ')[2])).to.deep.equal(addresses);
        expect(operations.map(({ address }) => address)).to.deep.equal(addresses);
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect(edge.open).to.equal(1);
      }),
    );

    it(
      'takes his cookies along to another address',
      withGuest(setting(everywhere('PHPSESSID=abc')), async (guest, edge) => {
        await guest.go(login);
        await guest.go({ ...me, from: '198.19.7.7' });
        expect(cookiesAt(edge, 1)).to.equal('PHPSESSID=abc');
      }),
    );

    it('has as many connections as requests under way, each with his address and the cookies of that moment', async () => {
      const waiting: (() => void)[] = [];
      await using edge = await Edge.open(({ path }, reply) => {
        if (path === '/login') return json(reply, {}, { 'set-cookie': everywhere('PHPSESSID=abc') });
        const n = waiting.push(() => json(reply, {}, { 'set-cookie': everywhere(`PHPSESSID=new-${n}`) }));
        // Nobody is answered before all have asked.
        if (n === 16) for (const answer of waiting) answer();
      });
      using guest = visitor(edge);
      await guest.go(login);
      const operations = await Promise.all(Array.from({ length: 16 }, () => guest.go(buy)));
      const asked = edge.asked.slice(1);
      expect(new Set(asked.map(({ connection }) => connection)).size).to.equal(16);
      expect(new Set(asked.map(({ proxy }) => proxy.split(' ')[2]))).to.deep.equal(new Set([anna.address]));
      expect(new Set(asked.map(({ headers }) => headers.cookie))).to.deep.equal(new Set(['PHPSESSID=abc']));
      expect(new Set(asked.map(({ headers }) => headers['x-request-id'])).size).to.equal(16);
      expect(operations.every(({ outcome }) => outcome === 'ok')).to.equal(true);
      const latest = Math.max(...operations.map(({ t }) => t));
      expect(Math.min(...operations.map(({ t, ms }) => t + ms))).to.be.at.least(latest);
      // One jar: the last answer's cookie is the one that he keeps.
      await guest.go({ method: 'GET', path: '/login' });
      expect(edge.asked.at(-1)!.headers.cookie).to.match(/^PHPSESSID=new-\d+$/);
    });

    it(
      "asks for the strategy's own host, and for JSON",
      withGuest(undefined, async (guest, edge) => {
        await guest.go({ method: 'GET', path: '/catalog/7?page=2' });
        const [asked] = edge.asked;
        expect(asked).to.include({ method: 'GET', path: '/catalog/7?page=2', body: '' });
        expect(asked!.headers).to.include({ host: 'redis.localhost:8080', accept: 'application/json' });
      }),
    );

    it(
      'sends forms as a browser does',
      withGuest(undefined, async (guest, edge) => {
        await guest.go(buy);
        const [asked] = edge.asked;
        expect(asked).to.include({ method: 'POST', body: 'item=tea+%26+cups%3D2' });
        expect(asked!.headers['content-type']).to.equal('application/x-www-form-urlencoded');
      }),
    );

    it(
      'gives every write an id of its own, and no read',
      withGuest(undefined, async (guest, edge) => {
        const operations = [
          await guest.go(login),
          await guest.go(me),
          await guest.go(buy),
          await guest.go(buy),
        ];
        const ids = edge.asked.map(({ headers }) => headers['x-request-id']);
        expect(ids).to.deep.equal(operations.map(({ request }) => request));
        expect(ids[1]).to.equal(undefined);
        expect(new Set(ids).size).to.equal(4);
        expect(operations.map(({ writes }) => writes)).to.deep.equal(['login', undefined, 'cart', 'cart']);
        expect(operations[1]).not.to.have.any.keys('writes', 'request');
        expect(ids[0]).to.match(/^a-run\.redis\.calm\.1\./);
      }),
    );

    it(
      'closes his connection when he leaves',
      withGuest(undefined, async (guest, edge) => {
        await guest.go();
        expect(edge.open).to.equal(1);
        guest.leave();
        for (let wait = 0; wait < 100 && edge.open > 0; wait++)
          await new Promise((resolve) => setTimeout(resolve, 5));
        expect(edge.open).to.equal(0);
      }),
    );
  });

  describe('sees', () => {
    const seeing = (facts: object, headers?: Record<string, string>) =>
      new Promise<Operation>((resolve, reject) => {
        withGuest(
          (_, reply) => json(reply, facts, headers),
          async (guest) => resolve(await guest.go()),
        )().catch(reject);
      });

    it('who answered, and whom he is taken for', async () => {
      const facts = { user: 'visitor-1', cart: ['tea', 'cup'], counter: 3 };
      const headers = { 'x-backend': 'backend-2', 'x-session-module': 'redis', 'x-session': '0123abcd' };
      expect(await seeing(facts, headers)).to.deep.include({
        kind: 'op',
        ...where,
        strategy: 'redis',
        visitor: 1,
        address: anna.address,
        method: 'GET',
        path: '/me',
        outcome: 'ok',
        status: 200,
        backend: 'backend-2',
        module: 'redis',
        session: '0123abcd',
        user: 'visitor-1',
        cart: 2,
        counter: 3,
      });
    });

    it('that he is taken for a guest', async () => {
      const operation = await seeing({ user: null, cart: [], counter: 0 });
      expect(operation).to.deep.include({ user: null, cart: 0, counter: 0 });
    });

    it('nothing where the answer says nothing', async () => {
      const nothing = [
        'backend',
        'module',
        'session',
        'user',
        'cart',
        'counter',
        'sent',
        'set',
        'resent',
        'error',
      ];
      expect(await seeing({ title: 'Tea' })).not.to.have.any.keys(nothing);
      expect(await seeing({ user: 7, cart: 'tea', counter: '3' }, { 'x-session': '' })).not.to.have.any.keys(
        nothing,
      );
    });

    for (const [what, body] of [
      ['a page', '<html>{"user": "mallory"}</html>'],
      ['half an answer', '{"user": "mal'],
      ['nothing', ''],
    ] as const) {
      it(
        `no user in ${what}`,
        withGuest(
          (_, reply) => void reply.end(body),
          async (guest) => {
            const operation = await guest.go();
            expect(operation).to.include({ outcome: 'ok', status: 200 });
            expect(operation).not.to.have.property('user');
          },
        ),
      );
    }

    it(
      'how long it took, on the clock of the run',
      withGuest(
        (_, reply) => void setTimeout(() => reply.end(), 40),
        async (guest) => {
          const [first, second] = [await guest.go(), await guest.go()];
          for (const { ms } of [first, second]) expect(ms).to.be.within(38, second.t + 1_000);
          expect(second.ms).to.be.lessThan(second.t + 38);
          expect(second.t).to.be.at.least(first.t + first.ms - 0.2);
        },
      ),
    );
  });

  describe('believes to be', () => {
    it(
      'nobody, and after his login himself',
      withGuest(undefined, async (guest) => {
        expect((await guest.go()).self).to.equal(null);
        expect((await guest.go(login)).self).to.equal(anna.user);
        expect((await guest.go()).self).to.equal(anna.user);
      }),
    );

    it(
      'nobody after a login that failed',
      withGuest(
        (_, reply) => void reply.writeHead(500).end(),
        async (guest) => {
          expect((await guest.go(login)).self).to.equal(null);
        },
      ),
    );
  });

  describe('keeps cookies', () => {
    it(
      'and sends them back',
      withGuest(setting('PHPSESSID=abc; Path=/; HttpOnly', 'route=b2; path=/'), async (guest, edge) => {
        for (const step of [me, login, me]) await guest.go(step);
        expect([cookiesAt(edge, 0), cookiesAt(edge, 1)]).to.deep.equal([undefined, undefined]);
        expect(cookiesAt(edge, 2)!.split('; ').sort()).to.deep.equal(['PHPSESSID=abc', 'route=b2']);
      }),
    );

    it('to himself: no other visitor, and no other strategy sees them', async () => {
      await using edge = await Edge.open(setting('PHPSESSID=abc'));
      using own = visitor(edge);
      using other = visitor(edge, { person: bert });
      using elsewhere = visitor(edge, { strategy: 'none' });
      await own.go(login);
      await other.go();
      await elsewhere.go();
      expect([cookiesAt(edge, 1), cookiesAt(edge, 2)]).to.deep.equal([undefined, undefined]);
    });

    it(
      'for the path that they are for',
      withGuest(setting('wide=1; Path=/', 'narrow=1; Path=/cart'), async (guest, edge) => {
        for (const path of ['/me', '/cart', '/cart/items', '/cartoon']) {
          await guest.go(login);
          await guest.go({ method: 'GET', path });
        }
        const sent = edge.asked.filter(({ path }) => path !== '/login').map(({ headers }) => headers.cookie);
        expect(sent.map((cookie) => cookie!.includes('narrow'))).to.deep.equal([false, true, true, false]);
      }),
    );

    it(
      'until they expire or are replaced',
      withGuest(
        ({ path }, reply) => {
          const of = {
            '/login': ['a=1; Max-Age=100', 'b=1', 'c=1'].map(everywhere),
            '/cart/items': ['a=; Max-Age=0', 'b=2', 'c=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT'].map(
              everywhere,
            ),
          }[path];
          json(reply, {}, of ? { 'set-cookie': of } : {});
        },
        async (guest, edge) => {
          for (const step of [login, buy, me]) await guest.go(step);
          expect(cookiesAt(edge, 2)).to.equal('b=2');
        },
      ),
    );

    it(
      'of no other domain',
      withGuest(setting('a=1; Domain=none.localhost', 'b=1; Domain=example.org'), async (guest, edge) => {
        for (const step of [login, me]) await guest.go(step);
        expect(cookiesAt(edge, 1)).to.equal(undefined);
      }),
    );

    it(
      'of up to 4,096 bytes of name and value, and ignores a longer one: the old one stays',
      withGuest(
        ({ path }, reply) => {
          const sizes: Record<string, number> = { '/login': 4096, '/cart/items': 4097 };
          const size = sizes[path];
          const cookie = size && `s=${(path === '/login' ? 'a' : 'b').repeat(size - 1)}; Path=/; HttpOnly`;
          json(reply, {}, cookie ? { 'set-cookie': cookie } : {});
        },
        async (guest, edge) => {
          for (const step of [login, me, buy, me]) await guest.go(step);
          for (const n of [1, 3])
            expect(cookiesAt(edge, n), `request ${n}`).to.equal(`s=${'a'.repeat(4095)}`);
        },
      ),
    );

    it(
      'also those that come with an error',
      withGuest(
        (_, reply) => void reply.writeHead(500, { 'set-cookie': 'a=1' }).end(),
        async (guest, edge) => {
          for (const step of [login, me]) await guest.go(step);
          expect(cookiesAt(edge, 1)).to.equal('a=1');
        },
      ),
    );
  });

  it(
    'keeps no cookie in clear on record, only its name and a hash of its value',
    withGuest(setting('PHPSESSID=topsecret; Path=/', 'route=anothersecret'), async (guest) => {
      const [before, set, sent] = [await guest.go(), await guest.go(login), await guest.go()];
      expect(JSON.stringify([before, set, sent])).not.to.include('secret');
      expect(Object.keys(set.set!)).to.deep.equal(['PHPSESSID', 'route']);
      for (const hash of Object.values(set.set!)) expect(hash).to.match(/^[0-9a-f]{12}$/);
      expect(sent.sent).to.deep.equal(set.set);
      expect(set.set!['PHPSESSID']).not.to.equal(set.set!['route']);
      expect(set).not.to.have.property('sent');
      expect(sent).not.to.have.property('set');
    }),
  );

  it(
    'has one cookie on record where there is one',
    withGuest(setting('PHPSESSID=topsecret; Path=/'), async (guest) => {
      expect((await guest.go(login)).set).to.have.keys('PHPSESSID');
      expect((await guest.go()).sent).to.have.keys('PHPSESSID');
    }),
  );

  describe('says', () => {
    for (const [status, outcome] of [
      [200, 'ok'],
      [204, 'ok'],
      [303, 'ok'],
      [400, 'fail'],
      [401, 'fail'],
      [404, 'fail'],
      [500, 'fail'],
      [502, 'fail'],
      [504, 'fail'],
    ] as const) {
      it(
        `${outcome} to an answer with status ${status}`,
        withGuest(
          (_, reply) => void reply.writeHead(status, { location: '/elsewhere' }).end(),
          async (guest, edge) => {
            const operation = await guest.go();
            expect(operation).to.include({ outcome, status });
            expect(operation).not.to.have.property('error');
            expect(edge.asked).to.have.length(1);
          },
        ),
      );
    }

    it(
      'fail to a refusal, with what it says of the guest',
      withGuest(
        (_, reply) => void reply.writeHead(401).end(JSON.stringify({ user: null, cart: [], counter: 0 })),
        async (guest) => {
          expect(await guest.go(buy)).to.include({ outcome: 'fail', status: 401, user: null, cart: 0 });
        },
      ),
    );

    it('fail where the connection is refused', async () => {
      const edge = await Edge.open();
      const { port } = edge;
      await edge[Symbol.asyncDispose]();
      using guest = visitor({ port });
      const operation = await guest.go(buy);
      expect(operation).to.include({ outcome: 'fail', error: 'connection refused' });
      expect(operation).not.to.have.any.keys('status', 'user', 'resent');
    });

    it(
      'unknown where the connection is closed before the answer',
      withGuest(
        (_, __, socket) => void socket.destroy(),
        async (guest, edge) => {
          const operation = await guest.go(buy);
          expect(operation).to.include({ outcome: 'unknown', error: 'ECONNRESET' });
          expect(operation).not.to.have.any.keys('status', 'resent');
          expect(edge.asked).to.have.length(1);
        },
      ),
    );

    it(
      'unknown where the connection is closed in the middle of the answer',
      withGuest(
        (_, reply, socket) => {
          reply.writeHead(200, { 'content-length': 100 }).write('{"user": "vis');
          setTimeout(() => socket.destroy(), 10);
        },
        async (guest) => {
          const operation = await guest.go();
          expect(operation).to.include({ outcome: 'unknown' });
          expect(operation).not.to.have.property('user');
        },
      ),
    );

    it(
      'unknown where the answer is no HTTP',
      withGuest(
        (_, __, socket) => void socket.end('220 mail.example.org ESMTP\r\n'),
        async (guest) => {
          expect(await guest.go()).to.include({ outcome: 'unknown' });
        },
      ),
    );

    it(
      'unknown where no answer comes in time, after 5 s',
      withGuest(
        () => {},
        async (guest) => {
          using patience = impatience(30);
          const operation = await guest.go(buy);
          expect(operation).to.include({ outcome: 'unknown', error: TIMED_OUT });
          expect(operation.ms).to.be.within(25, 1_000);
          expect(operation).not.to.have.property('status');
          expect(patience.wanted).to.deep.equal([DEADLINE_MS]);
          expect(DEADLINE_MS).to.equal(5_000);
        },
      ),
    );

    it(
      'unknown where the answer has begun and does not end in time',
      withGuest(
        (_, reply) => void reply.writeHead(200, { 'content-length': 100 }).write('{'),
        async (guest) => {
          using _ = impatience(30);
          expect(await guest.go()).to.include({ outcome: 'unknown', error: TIMED_OUT });
        },
      ),
    );

    it('what he says without throwing, and comes back with a new connection', async () => {
      let broken = true;
      await using edge = await Edge.open((_, reply, socket) => {
        if (broken) socket.destroy();
        else json(reply, { user: null });
      });
      using guest = visitor(edge);
      expect((await guest.go()).outcome).to.equal('unknown');
      broken = false;
      expect((await guest.go()).outcome).to.equal('ok');
    });
  });

  describe('whose kept connection is closed instead of an answer', () => {
    /** Closes the connection at its second request; and, where it never ends well, every later one at once. */
    const closing = (endsWell: boolean): Serve => {
      let n = 0;
      return (_, reply, socket) => {
        n += 1;
        if (n === 1 || (endsWell && n > 2)) json(reply, {});
        else socket.destroy();
      };
    };

    it(
      'sends the request again, as a browser does, with the same id',
      withGuest(closing(true), async (guest, edge) => {
        const first = await guest.go(login);
        const operation = await guest.go(buy);
        expect(first).not.to.have.property('resent');
        expect(operation).to.include({ outcome: 'ok', resent: true });
        expect(edge.asked.map(({ connection }) => connection)).to.deep.equal([1, 1, 2]);
        expect(edge.asked[2]!.headers['x-request-id']).to.equal(edge.asked[1]!.headers['x-request-id']);
        expect(edge.asked[2]!.body).to.equal(edge.asked[1]!.body);
        expect(edge.asked[2]!.proxy).to.include(` ${anna.address} `);
      }),
    );

    it(
      'sends it again once, and no more',
      withGuest(closing(false), async (guest, edge) => {
        await guest.go(login);
        expect(await guest.go(buy)).to.include({ outcome: 'unknown', error: 'ECONNRESET', resent: true });
        expect(edge.asked).to.have.length(3);
      }),
    );

    it('does not send again what hung on a kept connection', async () => {
      await using edge = await Edge.open(({ path }, reply) => void (path === '/login' && json(reply, {})));
      using guest = visitor(edge);
      await guest.go(login);
      using _ = impatience(30);
      const operation = await guest.go(buy);
      expect(operation).to.include({ outcome: 'unknown', error: TIMED_OUT });
      expect(operation).not.to.have.property('resent');
      expect(edge.asked).to.have.length(2);
    });
  });
});
