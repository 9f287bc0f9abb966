import { expect } from 'chai';
import { survival } from '../../../cli/checks/index.js';
import type { Judgement } from '../../../cli/core/index.js';
import {
  BAD_GATEWAY,
  CUT_OFF,
  DONE,
  GUEST,
  HUNG,
  REFUSED,
  REFUSED_TO_GUEST,
  SOMEBODY_ELSE,
  type Story,
  story,
} from './story.js';

const judge = ({ evidence }: Story): Judgement => survival(evidence);

/** Verdict, and words that its sentence must have. */
function finds(told: Story, verdict: Judgement['verdict'], ...words: readonly string[]): Judgement {
  const judgement = judge(told);
  expect(judgement.verdict, judgement.reason).to.equal(verdict);
  for (const word of words) expect(judgement.reason).to.include(word);
  expect(judgement.reason).not.to.match(/undefined|NaN|null/);
  return judgement;
}

describe('survival', () => {
  describe('holds', () => {
    it('when all stay logged in and nothing happens', () => {
      finds(story(), 'holds', '2 of 2 visitors', '18 requests over 3 backends, none failed');
    });

    it('when all stay logged in through a fault', () => {
      finds(story({ fault: 'elsewhere' }), 'holds', '2 of 2 visitors', '28 requests');
      finds(story({ fault: 'own store' }), 'holds');
    });

    it('and shows how every visitor ended', () => {
      const { deciding } = finds(story({ people: 3 }), 'holds');
      expect(deciding.map(({ visitor, phase, path }) => [visitor, phase, path])).to.deep.equal([
        [1, 'after', '/me'],
        [2, 'after', '/me'],
        [3, 'after', '/me'],
      ]);
    });

    it('whatever a guest was told before he logged in', () => {
      finds(story().but({ phase: 'arrange', path: '/login' }, { user: null }), 'holds');
    });
  });

  describe('breaks', () => {
    it('when a visitor is a guest in the end', () => {
      const told = story().but({ visitor: 2, phase: 'after' }, GUEST);
      const { deciding } = finds(
        told,
        'breaks',
        '1 of 2 visitors were not themselves',
        'in the end',
        'saw a guest',
      );
      expect(deciding.map(({ visitor, user }) => [visitor, user])).to.deep.equal(Array(3).fill([2, null]));
    });

    it('when a visitor is refused as a guest in the end', () => {
      finds(story().but({ visitor: 2, phase: 'after' }, REFUSED_TO_GUEST), 'breaks', 'saw a guest');
    });

    it('when a visitor is a guest in the last answer only', () => {
      finds(story().but({ visitor: 1, phase: 'after', path: '/me', nth: 1 }, GUEST), 'breaks', '1 of 2');
    });

    it('when a guest in the end after a fault, also one in his own store', () => {
      for (const fault of ['elsewhere', 'own store'] as const) {
        finds(story({ fault }).but({ phase: 'after' }, GUEST), 'breaks', '2 of 2', 'after the fault');
      }
    });

    it('when a visitor is somebody else in the end', () => {
      finds(
        story().but({ visitor: 1, phase: 'after' }, SOMEBODY_ELSE),
        'breaks',
        'as somebody else',
        'saw mallory',
      );
    });

    it('when a visitor was answered as somebody else once, also while his own store was away', () => {
      const told = story({ fault: 'own store' }).but(
        { visitor: 1, phase: 'fault', path: '/me', nth: 0 },
        SOMEBODY_ELSE,
      );
      finds(told, 'breaks', '1 of 2 visitors were answered as somebody else');
    });

    for (const tally of ['cart', 'counter'] as const) {
      it(`when an acknowledged write is missing in the ${tally}`, () => {
        const told = story({ fault: 'elsewhere' });
        const last = told.evidence.operations.at(-1)!;
        const seen = tally === 'cart' ? '0 in the cart, counter 3' : '2 in the cart, counter 2';
        const saw = `GET /me of visitor 2 on backend-2 saw ${seen}`;
        told.but({ visitor: 2, phase: 'after' }, { [tally]: last[tally]! - 2 });
        finds(told, 'breaks', '1 of 2', saw);
      });

      it(`when there is more in the ${tally} than was ever asked for`, () => {
        const told = story();
        const last = told.evidence.operations.at(-1)!;
        finds(
          told.but({ visitor: 2, phase: 'after', nth: 1 }, { [tally]: last[tally]! + 1 }),
          'breaks',
          '1 of 2',
        );
      });
    }

    it('when a visitor was a guest though the fault was not in his own store', () => {
      const told = story({ fault: 'elsewhere' }).but(
        { visitor: 1, phase: 'fault', path: '/me', nth: 0 },
        GUEST,
      );
      const { deciding } = finds(
        told,
        'breaks',
        '1 of 2 visitors were answered as guests',
        'all were themselves again',
      );
      expect(deciding).to.have.length(1);
    });

    it('when a visitor was a guest while everything settled', () => {
      finds(story({ fault: 'elsewhere' }).but({ visitor: 1, phase: 'settle' }, GUEST), 'breaks', 'as guests');
    });

    it('when a visitor was refused as a guest though the fault was not in his own store', () => {
      const told = story({ fault: 'elsewhere' }).but(
        { visitor: 1, phase: 'fault', path: '/counter' },
        REFUSED_TO_GUEST,
      );
      finds(told, 'breaks', '1 of 2 visitors were answered as guests');
    });

    it('when a visitor was a guest and there was no fault at all', () => {
      const told = story().but({ visitor: 2, phase: 'calm', path: '/me', nth: 0 }, GUEST);
      expect(finds(told, 'breaks', '1 of 2 visitors were answered as guests')).not.to.have.property(
        'already',
      );
    });

    for (const [who, change] of [
      ['a guest', GUEST],
      ['mallory', SOMEBODY_ELSE],
    ] as const) {
      it(`already before the fault when a visitor was ${who} in the calm`, () => {
        for (const fault of ['elsewhere', 'own store'] as const) {
          const told = story({ fault }).but({ visitor: 1, phase: 'calm', path: '/me', nth: 1 }, change);
          const judgement = finds(told, 'breaks', 'Already before the fault, 1 of 2', `saw ${who}`);
          expect(judgement.already).to.equal(true);
          expect(judgement.deciding.map(({ phase }) => phase)).to.deep.equal(['calm']);
        }
      });
    }

    it('already before the fault when the last answer before it lacked what was acknowledged', () => {
      const last = { visitor: 2, phase: 'calm', path: '/me', nth: 1 } as const;
      const told = story({ fault: 'elsewhere' }).but(last, { cart: 0 });
      const judgement = finds(told, 'breaks', 'Already before the fault, 1 of 2', 'saw 0 in the cart');
      expect(judgement.already).to.equal(true);
      const more = story({ fault: 'elsewhere' }).but(last, { counter: 9 });
      expect(finds(more, 'breaks', 'Already').already).to.equal(true);
    });

    it('not already before the fault when an earlier answer lacked it: that was stale, and nothing was lost', () => {
      const told = story({ fault: 'elsewhere' }).but(
        { visitor: 2, phase: 'calm', path: '/me', nth: 0 },
        { cart: 0 },
      );
      finds(told, 'holds');
    });

    it('not already before the fault when it was the fault', () => {
      const judgement = judge(story({ fault: 'elsewhere' }).but({ phase: 'fault', path: '/me' }, GUEST));
      expect(judgement).not.to.have.property('already');
    });

    it('and shows the first three answers that decide it, in the order of time', () => {
      const first = (told: Story) => judge(told).deciding.map(({ visitor, phase }) => [visitor, phase]);
      const people = 5;
      const atTheEnd = Array(3).fill([1, 'after']);
      expect(first(story({ people }).but({ phase: 'after' }, GUEST))).to.deep.equal(atTheEnd);
      expect(first(story({ people }).but({ phase: 'after' }, SOMEBODY_ELSE))).to.deep.equal(atTheEnd);
      const during = story({ people, fault: 'elsewhere' }).but({ phase: 'fault', path: '/me' }, GUEST);
      expect(first(during)).to.deep.equal([
        [1, 'fault'],
        [1, 'fault'],
        [2, 'fault'],
      ]);
      const late = { visitor: 1, phase: 'settle' } as const;
      const early = { visitor: 2, phase: 'fault', path: '/me', nth: 0 } as const;
      expect(first(story({ fault: 'elsewhere' }).but(late, GUEST).but(early, GUEST))).to.deep.equal([
        [2, 'fault'],
        [1, 'settle'],
      ]);
      const before = story({ people, fault: 'elsewhere' }).but({ phase: 'calm' }, GUEST);
      expect(first(before)).to.deep.equal(Array(3).fill([1, 'calm']));
    });
  });

  describe('degrades', () => {
    for (const [what, change, words] of [
      ['failed', BAD_GATEWAY, '1 of 28 requests failed'],
      ['was refused', REFUSED, '1 of 28 requests failed'],
      ['was cut off', CUT_OFF, '1 of 28 requests failed'],
      ['hung', HUNG, '1 of 28 got no answer'],
    ] as const) {
      it(`when a request ${what} and nobody lost anything`, () => {
        const told = story({ fault: 'elsewhere' }).but(
          { visitor: 1, phase: 'fault', path: '/me', nth: 0 },
          change,
        );
        const { deciding, reason } = finds(told, 'degrades');
        expect(reason).to.equal(`Nobody lost anything in the end; meanwhile ${words}.`);
        expect(deciding).to.have.length(1);
        expect(deciding[0]).to.include({ visitor: 1, phase: 'fault', path: '/me' });
      });
    }

    it('when visitors were guests only while their own store was away', () => {
      const told = story({ fault: 'own store' }).but({ visitor: 2, phase: 'fault', path: '/me' }, GUEST);
      const { deciding } = finds(told, 'degrades', '1 visitors were answered as guests');
      expect(deciding.every(({ user }) => user === null)).to.equal(true);
      expect(deciding).to.have.length(2);
    });

    it('when guests were refused only while their own store was away', () => {
      const told = story({ fault: 'own store' }).but({ phase: 'fault', path: '/counter' }, REFUSED_TO_GUEST);
      finds(told, 'degrades', '2 visitors were answered as guests');
    });

    it('and names everything that went wrong', () => {
      const told = story({ fault: 'own store' })
        .but({ visitor: 1, phase: 'fault', path: '/me', nth: 0 }, GUEST)
        .but({ visitor: 1, phase: 'fault', path: '/me', nth: 1 }, HUNG)
        .but({ visitor: 2, phase: 'fault', path: '/me' }, BAD_GATEWAY);
      const words = '2 of 28 requests failed, 1 of 28 got no answer, 1 visitors were answered as guests';
      expect(finds(told, 'degrades').reason).to.equal(`Nobody lost anything in the end; meanwhile ${words}.`);
    });

    it('and shows three requests that failed and three guests at most', () => {
      const told = story({ people: 4, fault: 'own store' })
        .but({ phase: 'fault', path: '/me' }, HUNG)
        .but({ phase: 'fault', path: '/cart/items' }, REFUSED_TO_GUEST);
      expect(judge(told).deciding.map(({ outcome, user }) => [outcome, user])).to.deep.equal([
        ...Array(3).fill(['unknown', undefined]),
        ...Array(3).fill(['fail', null]),
      ]);
    });

    it('when somebody could not log in and the others stayed', () => {
      const told = story({ people: 3 })
        .but({ visitor: 3, phase: 'arrange', path: '/login' }, BAD_GATEWAY)
        .but({ visitor: 3 }, GUEST)
        .but({ visitor: 3, phase: 'arrange', path: '/login' }, BAD_GATEWAY);
      finds(told, 'degrades', '1 of 27 requests failed');
    });
  });

  describe('is unknown', () => {
    it('when nobody could log in', () => {
      const told = story().but({}, BAD_GATEWAY);
      const { deciding } = finds(told, 'unknown', 'Nobody could log in');
      expect(deciding).to.have.length(3);
      const refused = story()
        .but({ visitor: 1, path: '/login' }, REFUSED_TO_GUEST)
        .but({ visitor: 2 }, BAD_GATEWAY);
      expect(judge(refused).deciding.map(({ status }) => status)).to.deep.equal([502, 502, 502]);
    });

    it('when nobody made a request', () => {
      expect(survival({ ...story().evidence, operations: [] })).to.include({ verdict: 'unknown' });
    });

    for (const [what, change] of [
      ['failed', BAD_GATEWAY],
      ['hung', HUNG],
      ['was cut off', CUT_OFF],
    ] as const) {
      it(`when everything that a visitor asked after settling ${what}`, () => {
        const told = story({ fault: 'elsewhere' }).but({ visitor: 2, phase: 'after' }, change);
        const { deciding } = finds(told, 'unknown', '1 of 2 visitors got no answer after settling');
        expect(deciding.map(({ visitor, phase }) => [visitor, phase])).to.deep.equal([[2, 'after']]);
      });
    }

    it('no longer when one answer came', () => {
      const told = story({ fault: 'elsewhere' }).but(
        { visitor: 2, phase: 'after', path: '/me' },
        BAD_GATEWAY,
      );
      finds(told, 'degrades');
    });

    it('no longer when it is sure that somebody was answered as somebody else', () => {
      const told = story({ fault: 'elsewhere' })
        .but({ visitor: 2, phase: 'after' }, HUNG)
        .but({ visitor: 1, phase: 'fault', path: '/me' }, SOMEBODY_ELSE);
      finds(told, 'breaks');
    });
  });

  describe('of a write that was not acknowledged', () => {
    for (const path of ['/cart/items', '/counter']) {
      for (const [what, change] of [
        ['failed', BAD_GATEWAY],
        ['hung', HUNG],
        ['was cut off', CUT_OFF],
      ] as const) {
        const told = () => story({ fault: 'elsewhere' }).but({ visitor: 1, phase: 'fault', path }, change);

        it(`asks nothing when POST ${path} ${what}: it may be there`, () => {
          finds(told().but({ visitor: 1, phase: 'fault', path }, DONE), 'degrades');
        });

        it(`asks nothing when POST ${path} ${what}: it may be missing`, () => {
          finds(told(), 'degrades');
        });
      }

      it(`does not excuse a second loss in ${path}`, () => {
        const tally = path === '/counter' ? 'counter' : 'cart';
        const told = story({ fault: 'elsewhere' }).but({ visitor: 1, phase: 'fault', path }, HUNG);
        const left = told.evidence.operations.findLast(({ visitor }) => visitor === 1)![tally]!;
        finds(told.but({ visitor: 1, phase: 'after', path: '/me', nth: 1 }, { [tally]: left - 1 }), 'breaks');
      });
    }

    it('counts each of several: none, some or all of them may be there', () => {
      const told = () =>
        story({ fault: 'elsewhere' })
          .but({ visitor: 1, phase: 'calm', path: '/counter' }, HUNG)
          .but({ visitor: 1, phase: 'fault', path: '/counter' }, BAD_GATEWAY);
      finds(told(), 'degrades');
      finds(told().but({ visitor: 1, phase: 'calm', path: '/counter' }, DONE), 'degrades');
      finds(told().but({ visitor: 1, path: '/counter' }, DONE), 'degrades');
      const most = told().but({ visitor: 1, path: '/counter' }, DONE).evidence.operations.at(-4)!;
      expect(most).to.include({ visitor: 1, counter: 4 });
      finds(told().but({ visitor: 1, phase: 'after', path: '/me', nth: 1 }, { counter: 5 }), 'breaks');
    });

    it('was certainly not done when it was refused to a guest', () => {
      const refused = story({ fault: 'own store' }).but(
        { visitor: 1, phase: 'fault', path: '/counter' },
        REFUSED_TO_GUEST,
      );
      finds(refused, 'degrades');
      const done = story({ fault: 'own store' })
        .but({ visitor: 1, phase: 'fault', path: '/counter' }, REFUSED_TO_GUEST)
        .but({ visitor: 1, phase: 'fault', path: '/counter' }, DONE);
      finds(done, 'breaks', '1 of 2');
    });

    it('may not stand in an answer that was given before it', () => {
      const told = story({ fault: 'elsewhere' }).but(
        { visitor: 1, phase: 'after', path: '/counter' },
        HUNG,
        DONE,
      );
      finds(told, 'degrades');
      const before = told.evidence.operations.find(
        ({ visitor, phase, path }) => visitor === 1 && phase === 'after' && path === '/me',
      )!;
      const early = { counter: before.counter! + 1 };
      finds(told.but({ visitor: 1, phase: 'after', path: '/me', nth: 0 }, early), 'breaks');
    });
  });
});
