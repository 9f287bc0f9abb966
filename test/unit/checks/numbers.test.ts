import { expect } from 'chai';
import { numbers, survey } from '../../../cli/checks/index.js';
import type { Measures } from '../../../cli/core/index.js';
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

const measure = ({ evidence }: Story): Measures => numbers(evidence, survey(evidence));

describe('measures', () => {
  it('of a visit in which nothing goes wrong', () => {
    const { maxShare, ...measures } = measure(story({ people: 3 }));
    expect(measures).to.deep.equal({
      sessionsStarted: 3,
      keptDuring: 3,
      keptAfter: 3,
      guestAnswers: 0,
      otherUser: 0,
      requests: 27,
      failedRequests: 0,
      hungRequests: 0,
      lostWrites: 0,
      backendsSeen: 3,
    });
    expect(maxShare).to.be.closeTo(1 / 3, 0.001);
  });

  it('have moved sessions and recovery only where there was a fault', () => {
    expect(measure(story({ homes: true }))).not.to.have.any.keys('movedSessions', 'recoverySeconds');
    expect(measure(story({ homes: true, fault: 'elsewhere' }))).to.include({
      movedSessions: 0,
      recoverySeconds: 0,
    });
  });

  describe('sessionsStarted', () => {
    it('counts acknowledged logins', () => {
      const told = story({ people: 3 }).but({ visitor: 2, path: '/login' }, BAD_GATEWAY);
      expect(measure(told).sessionsStarted).to.equal(2);
    });
  });

  describe('keptDuring', () => {
    it('looks at the calm where there is no fault', () => {
      expect(
        measure(story().but({ visitor: 1, phase: 'calm', path: '/me', nth: 1 }, GUEST)).keptDuring,
      ).to.equal(1);
      expect(measure(story().but({ visitor: 1, phase: 'after' }, GUEST)).keptDuring).to.equal(2);
    });

    it('looks at the time of the fault where there is one', () => {
      const told = story({ fault: 'own store' });
      expect(measure(told.but({ visitor: 1, phase: 'calm' }, GUEST)).keptDuring).to.equal(2);
      expect(measure(told.but({ visitor: 1, phase: 'settle' }, GUEST)).keptDuring).to.equal(2);
      expect(measure(told.but({ visitor: 2, phase: 'fault', path: '/counter' }, GUEST)).keptDuring).to.equal(
        1,
      );
      expect(
        measure(told.but({ visitor: 1, phase: 'fault', path: '/me' }, SOMEBODY_ELSE)).keptDuring,
      ).to.equal(0);
    });

    it('takes a failed or hung request for no answer', () => {
      const told = story({ fault: 'elsewhere' }).but(
        { visitor: 1, phase: 'fault', path: '/me', nth: 0 },
        HUNG,
      );
      expect(
        measure(told.but({ visitor: 1, phase: 'fault', path: '/counter' }, BAD_GATEWAY)).keptDuring,
      ).to.equal(2);
    });

    it('counts a visitor who got one answer, and it was right', () => {
      const told = story({ fault: 'elsewhere' }).but({ visitor: 1, phase: 'fault' }, HUNG);
      told.but({ visitor: 1, phase: 'fault', path: '/counter' }, { outcome: 'ok' });
      expect(measure(told).keptDuring).to.equal(2);
    });

    it('does not count a visitor who got no answer at all', () => {
      expect(
        measure(story({ fault: 'elsewhere' }).but({ visitor: 1, phase: 'fault' }, HUNG)).keptDuring,
      ).to.equal(1);
    });
  });

  describe('keptAfter', () => {
    it('counts the right user with cart and counter in every answer after settling', () => {
      const told = story({ people: 4 })
        .but({ visitor: 1, phase: 'after', path: '/me', nth: 0 }, GUEST)
        .but({ visitor: 2, phase: 'after', path: '/me', nth: 1 }, { cart: 0 })
        .but({ visitor: 3, phase: 'after', path: '/me', nth: 0 }, HUNG);
      expect(measure(told).keptAfter).to.equal(2);
    });

    it('does not count a visitor who got no answer', () => {
      expect(measure(story().but({ visitor: 1, phase: 'after' }, HUNG)).keptAfter).to.equal(1);
    });
  });

  it('guestAnswers and otherUser count visitors, not answers', () => {
    const told = story({ people: 4, fault: 'own store' })
      .but({ visitor: 1, phase: 'fault' }, GUEST)
      .but({ visitor: 2, phase: 'fault', path: '/me' }, REFUSED_TO_GUEST)
      .but({ visitor: 3 }, SOMEBODY_ELSE)
      .but({ visitor: 3, path: '/login' }, DONE);
    expect(measure(told)).to.include({ guestAnswers: 2, otherUser: 1 });
  });

  it('guestAnswers and otherUser count a visitor for one such answer', () => {
    const once = { phase: 'fault', path: '/me', nth: 1 } as const;
    const told = story({ fault: 'own store' })
      .but({ visitor: 1, ...once }, GUEST)
      .but({ visitor: 2, ...once }, SOMEBODY_ELSE);
    expect(measure(told)).to.include({ guestAnswers: 1, otherUser: 1 });
  });

  it('guestAnswers leaves out what was answered before the login', () => {
    expect(measure(story().but({ path: '/login' }, { user: null })).guestAnswers).to.equal(0);
  });

  it('failedRequests counts refused and cut connections and error statuses, not refusals to guests, not hanging', () => {
    const told = story({ fault: 'own store' })
      .but({ visitor: 1, phase: 'fault', path: '/me', nth: 0 }, BAD_GATEWAY)
      .but({ visitor: 1, phase: 'fault', path: '/me', nth: 1 }, REFUSED)
      .but({ visitor: 1, phase: 'fault', path: '/counter' }, CUT_OFF)
      .but({ visitor: 2, phase: 'fault', path: '/me' }, HUNG)
      .but({ visitor: 2, phase: 'fault', path: '/counter' }, REFUSED_TO_GUEST);
    expect(measure(told)).to.include({ failedRequests: 3, hungRequests: 2, requests: 28 });
  });

  describe('lostWrites', () => {
    it('adds up what cart and counter lack in the last answer', () => {
      const told = story().but({ visitor: 1, phase: 'after', path: '/me', nth: 1 }, { cart: 0, counter: 1 });
      expect(measure(told).lostWrites).to.equal(1 + 2);
    });

    it('is all that was acknowledged where a visitor ends as a guest or as somebody else', () => {
      for (const change of [GUEST, { ...SOMEBODY_ELSE, cart: 9, counter: 9 }]) {
        const told = story().but({ visitor: 2, phase: 'after', path: '/me', nth: 1 }, change);
        expect(measure(told).lostWrites).to.equal(1 + 3);
      }
    });

    it('leaves out writes that nobody acknowledged, and never makes up for a loss by a surplus', () => {
      const hung = story().but({ visitor: 1, phase: 'calm', path: '/counter' }, HUNG);
      expect(measure(hung).lostWrites).to.equal(0);
      const surplus = { cart: 0, counter: 9 };
      expect(measure(story().but({ visitor: 1, phase: 'after' }, surplus)).lostWrites).to.equal(1);
    });

    it('is nothing where what was away came back', () => {
      const told = story({ fault: 'own store' }).but({ phase: 'after', path: '/me', nth: 0 }, GUEST);
      expect(measure(told).lostWrites).to.equal(0);
    });
  });

  describe('backendsSeen and maxShare', () => {
    it('count the answers that name a backend', () => {
      const told = story({ people: 1, homes: true })
        .but({ path: '/login' }, { backend: 'backend-1' })
        .but({ phase: 'after', path: '/me', nth: 1 }, BAD_GATEWAY);
      expect(measure(told)).to.include({ backendsSeen: 2, maxShare: 7 / 8 });
    });

    it('say nothing of a share where no backend answered', () => {
      const measures = measure(story().but({}, REFUSED));
      expect(measures.backendsSeen).to.equal(0);
      expect(measures).not.to.have.property('maxShare');
    });
  });

  describe('movedSessions', () => {
    const homes = () => story({ people: 3, homes: true, fault: 'elsewhere' });

    it('counts visitors who met another backend than their own during the fault', () => {
      const told = homes()
        .but({ visitor: 1, phase: 'fault' }, { backend: 'backend-1' })
        .but({ visitor: 2, phase: 'fault', path: '/me', nth: 1 }, { backend: 'backend-2' });
      expect(told.evidence.operations.find(({ visitor }) => visitor === 1)).to.include({
        backend: 'backend-2',
      });
      expect(measure(told).movedSessions).to.equal(2);
    });

    it('leaves out who got no answer, and who moved later', () => {
      const told = homes()
        .but({ visitor: 1, phase: 'fault' }, HUNG)
        .but({ visitor: 2, phase: 'after' }, { backend: 'backend-2' });
      expect(measure(told).movedSessions).to.equal(0);
    });

    it('looks at the pages that need the session, not at articles', () => {
      const told = homes()
        .but({ phase: 'calm', path: '/counter' }, { path: '/catalog/7', backend: 'backend-9' })
        .but({ phase: 'fault', path: '/counter' }, { path: '/catalog/7', backend: 'backend-9' })
        .but({ visitor: 3, phase: 'fault', path: '/me', nth: 1 }, { backend: 'backend-2' });
      expect(measure(told).movedSessions).to.equal(1);
    });

    it('has no meaning where one visitor had two backends before', () => {
      const told = homes().but({ visitor: 3, phase: 'calm', path: '/me', nth: 1 }, { backend: 'backend-2' });
      expect(measure(told)).not.to.have.property('movedSessions');
      expect(measure(story({ people: 3, fault: 'elsewhere' }))).not.to.have.property('movedSessions');
    });

    it('has no meaning where one visitor met no backend before', () => {
      expect(measure(homes().but({ visitor: 3, phase: 'calm' }, REFUSED))).not.to.have.property(
        'movedSessions',
      );
    });
  });

  describe('recoverySeconds', () => {
    // Requests begin 100 ms apart and take 10 ms; the heal is 5 ms before the first one that follows it.
    const told = () => story({ people: 1, fault: 'own store' });

    it('is nothing where all were well from the first moment', () => {
      expect(measure(told()).recoverySeconds).to.equal(0);
    });

    for (const [what, change] of [
      ['failed', BAD_GATEWAY],
      ['hung', HUNG],
      ['was a guest', GUEST],
      ['was refused as a guest', REFUSED_TO_GUEST],
      ['was somebody else', SOMEBODY_ELSE],
    ] as const) {
      it(`lasts to the end of the last request that ${what}`, () => {
        expect(measure(told().but({ phase: 'settle' }, change)).recoverySeconds).to.equal(0.015);
        expect(measure(told().but({ phase: 'after', path: '/counter' }, change)).recoverySeconds).to.equal(
          0.215,
        );
      });
    }

    it('lasts until the last visitor is well', () => {
      const two = story({ people: 2, fault: 'own store' }).but({ phase: 'settle' }, HUNG, { ms: 5000 });
      expect(measure(two).recoverySeconds).to.equal(5.105);
    });

    it('does not look at what went wrong before the heal', () => {
      expect(measure(told().but({ phase: 'fault' }, HUNG)).recoverySeconds).to.equal(0);
    });

    it('is absent where somebody was still not well in the end', () => {
      const sick = told().but({ phase: 'after', path: '/me', nth: 1 }, HUNG);
      expect(measure(sick)).not.to.have.property('recoverySeconds');
    });

    it('is absent where somebody asked nothing any more', () => {
      const { evidence } = told();
      const cut = { ...evidence, operations: evidence.operations.filter(({ t }) => t < evidence.healedAt!) };
      expect(numbers(cut, survey(cut))).not.to.have.property('recoverySeconds');
    });
  });
});
